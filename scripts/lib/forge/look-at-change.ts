import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '#core/errors.ts';
import { CommitId } from '#core/oid.ts';
import type { LedgerRecord } from '#core/ledger-record.ts';
import type { Oid } from '#core/oid.ts';
import type { Cost } from '#core/ledger-record.ts';
import type { Output } from '#core/lock.ts';
import type { ArtifactName } from '#core/names.ts';
import { readBuilt } from '#engine/change/built.ts';
import type { BuiltResults } from '#engine/change/built.ts';
import { detectChanges } from '#engine/change/detect.ts';
import type { Detection } from '#engine/change/detect.ts';
import type { Identifying } from '#engine/change/identify-line.ts';
import { identityThread } from '#engine/change/identity-thread.ts';
import { newLock } from '#engine/change/new-lock.ts';
import type { NewLock } from '#engine/change/new-lock.ts';
import { reviewChange } from '#engine/change/review.ts';
import type { ReviewedArtifact } from '#engine/change/review.ts';
import { readLedger } from '#engine/ledger/ledger.ts';
import type { Rates } from '#engine/licence/owner.ts';
import { readOwner } from '#engine/licence/read-owner.ts';
import { catalog } from '#engine/pipelines/catalog.ts';
import { lfsReader } from '#engine/repository/lfs-objects.ts';
import { lfsRemote } from '#engine/repository/lfs-remote.ts';
import { lfsStore } from '#engine/store/lfs.ts';
import { compareFiles } from '#media/compare/compare.ts';
import type { Change, StepContext } from './action.ts';
import { artifactCosts } from './artifact-costs.ts';
import { carriedLicences } from './carried-licences.ts';
import type { Carried } from './carried-licences.ts';
import { fileFinder, keepBuilt } from './built-files.ts';
import { overdueLooks } from './gate-looks.ts';
import { MAX_ARTIFACT_BYTES, MAX_SOURCE_BYTES } from './limits.ts';
import { lookMemory } from './look-memory.ts';
import type { LookMemory } from './look-memory.ts';
import { reviewReference } from './reference-review.ts';
import type { ReferenceReview } from './reference-review.ts';
import { pictureOf, pixelsOf } from './source-picture.ts';

/** In what this system makes, she speaks. */
const SPEAKING = 'latentsync-1.6';

export interface LookAtChange {
  readonly context: StepContext;
  readonly change: Change;
  readonly token: string;
  /** What the build jobs left. */
  readonly built: string;
  /** Whether what was taken may be put where publishing will read it. */
  readonly keep: boolean;
  readonly jobs: number;
  readonly say: (line: string) => void;
}

/** What a change does to the artifacts, and what there is to see of it. */
export interface LookedChange {
  readonly detection: Detection;
  readonly results: readonly BuiltResults[];
  readonly lock: NewLock;
  readonly reviewed: readonly ReviewedArtifact[];
  readonly reference: ReferenceReview | undefined;
  /** Looks at what this change does not touch and nobody had looked at. */
  readonly overdue: readonly LedgerRecord[];
  readonly memory: LookMemory | undefined;
  /** What time and energy cost here, as the base branch states it: a pull request does not set the prices that it is booked at. */
  readonly rates: Rates | undefined;
  /** Of the artifacts that moved. */
  readonly costs: ReadonlyMap<ArtifactName, Cost>;
  readonly carried: Carried;
  /** An output's bytes as a file. */
  readonly fileOf: (output: Output) => Promise<string>;
}

/** What an hour costs, as a commit states it. A statement that cannot be read is mended by a pull request: it must not stop one. */
async function ratesAt(
  root: string,
  commit: CommitId,
  say: (line: string) => void,
): Promise<Rates | undefined> {
  try {
    return (await readOwner(root, commit))?.rates;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    say(`Costs are counted without rates: ${error.message}`);
    return undefined;
  }
}

/** Takes what was built into the lock and compares it with the base branch. It writes nothing to the repository. */
export async function lookAtChange(job: LookAtChange): Promise<LookedChange> {
  const { context, change, token, say } = job;
  const root = context.workspace;
  await using her = identityThread(); // it loads its models while this reads what changed
  const remote = await lfsRemote(root, 'origin', token);
  const bytesOf = await lfsReader(root, { remote, maxBytes: MAX_SOURCE_BYTES });
  const previous = change.previous === undefined ? undefined : CommitId.parse(change.previous);
  const head = CommitId.parse(change.head);
  const detection = await detectChanges(
    root,
    { before: CommitId.parse(change.base), after: head },
    { catalog, bytesOf, previous },
  );
  const { before, after } = detection;

  const { results, files } = await readBuilt(job.built);
  const lock = newLock(
    after,
    results.flatMap((lane) => lane.results),
    catalog,
  );
  say(`${lock.taken.length} results taken, ${lock.missing.size} missing`);
  const store = lfsStore(remote, { maxBytes: MAX_ARTIFACT_BYTES });
  const keeping = job.keep ? keepBuilt(store, lock, files, job.jobs) : undefined;
  const asking = Promise.all([
    ratesAt(root, detection.base, say),
    readLedger({ root, remote: 'origin' }),
    // What will hold on main once this is merged: shipping asks the owner of the commit that a tag names.
    readOwner(root, head),
  ]);
  for (const later of [keeping, asking]) later?.catch(() => undefined); // awaited below

  const scratch = join(context.temp, 'alpha-review');
  await mkdir(scratch, { recursive: true });
  const fileOf = fileFinder(store, files, join(scratch, 'files'));
  const canonical = await pictureOf(before, bytesOf);
  const proposed = await pictureOf(after, bytesOf);
  const memory = change.pull === undefined ? undefined : await lookMemory(root, 'origin', change.pull);
  const recall = (key: Oid) => memory?.recall(key);
  const against = pixelsOf(after);
  const identify: Identifying['identify'] = async (name, medium, path) =>
    proposed === undefined
      ? undefined
      : her.identify({ medium, path, speaking: after.graph.get(name)?.system === SPEAKING }, proposed);
  const looking = reviewChange({
    before: before.lock,
    after: lock.lock,
    graph: after.graph,
    facts: after.facts,
    catalog,
    fileOf,
    compare: (request) => compareFiles({ ...request, canonical: proposed, blink: true }),
    identify,
    against,
    recall,
    outDir: join(scratch, 'panels'),
    jobs: job.jobs,
    onDone: (name) => say(`compared ${name}`),
  });
  const [reviewed, reference, [rates, ledger, owner]] = await Promise.all([
    looking,
    reviewReference(detection, canonical, proposed, join(scratch, 'reference'), recall, her),
    asking,
    keeping,
  ]);
  const overdue =
    against === undefined || !job.keep
      ? []
      : await overdueLooks({
          tree: { ...after, lock: lock.lock },
          ledger,
          identify,
          fileOf,
          against,
          except: new Set(lock.taken.map(({ line }) => line.name)),
          say,
        });
  const lines = reviewed.flatMap((artifact) => artifact.after ?? []);
  const costs = artifactCosts(lines, ledger, lock, rates);
  const carried = carriedLicences(after.graph, lock.lock, owner, lines);
  return { detection, results, lock, reviewed, reference, overdue, memory, rates, costs, carried, fileOf };
}
