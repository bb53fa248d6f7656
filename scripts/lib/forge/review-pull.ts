import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { clause } from '#core/cause.ts';
import type { IdentityReport } from '#core/identity.ts';
import { formatLock, LOCK_PATH } from '#core/lock.ts';
import type { LockLine, Output } from '#core/lock.ts';
import type { ArtifactName } from '#core/names.ts';
import { CommitId, oidOf } from '#core/oid.ts';
import type { Oid } from '#core/oid.ts';
import type { RepoPath } from '#core/repo-path.ts';
import type { LedgerRecord } from '#core/ledger-record.ts';
import type { Panel } from '#core/verdict.ts';
import { readBuilt } from '#engine/change/built.ts';
import { compareOutput } from '#engine/change/compare-output.ts';
import { detectChanges } from '#engine/change/detect.ts';
import type { Detection } from '#engine/change/detect.ts';
import { identityThread } from '#engine/change/identity-thread.ts';
import type { Looked } from '#engine/change/looked.ts';
import { newLock } from '#engine/change/new-lock.ts';
import type { NewLock } from '#engine/change/new-lock.ts';
import { panelsOf, reviewChange } from '#engine/change/review.ts';
import type { ReviewedArtifact } from '#engine/change/review.ts';
import { appendToLedger } from '#engine/ledger/ledger.ts';
import { catalog } from '#engine/pipelines/catalog.ts';
import { makeCommit, moveRemote } from '#engine/repository/branch.ts';
import type { Signature } from '#engine/repository/branch.ts';
import { lfsReader } from '#engine/repository/lfs-objects.ts';
import { lfsRemote } from '#engine/repository/lfs-remote.ts';
import { lfsStore } from '#engine/store/lfs.ts';
import type { Store } from '#engine/store/store.ts';
import { readReference } from '#media/canon/reference.ts';
import type { Picture } from '#media/picture.ts';
import type { Change, StepContext } from './action.ts';
import { ACTIONS_BOT } from './bot.ts';
import { reportCheck } from './check-run.ts';
import { commentMarkdown } from './comment.ts';
import type { CommentModel, TouchedArtifact } from './comment.ts';
import { graphNameOf, graphNodes } from './comment-graph.ts';
import { gitAccess } from './git-access.ts';
import { openGitHub } from './github.ts';
import { pictureUrl, putPictures } from './image-branch.ts';
import { lookMemory, lookPath } from './look-memory.ts';
import { MAX_ARTIFACT_BYTES, MAX_SOURCE_BYTES } from './limits.ts';
import { licenceTerms } from './licence-terms.ts';
import { writePullReport } from './pull-report.ts';
import { reviewReference } from './reference-review.ts';
import type { ReferenceReview } from './reference-review.ts';
import { putComment } from './sticky-comment.ts';

/** In what this system makes, she speaks. */
const SPEAKING = 'latentsync-1.6';

export interface ReviewPull {
  readonly context: StepContext;
  readonly change: Change;
  readonly token: string;
  /** What the build jobs left. */
  readonly built: string;
  /** Gets the whole report. */
  readonly report: string;
  readonly jobs: number;
  readonly now: () => Date;
  readonly say: (line: string) => void;
}

export interface ReviewedPull {
  readonly comment: number | undefined;
  readonly lockCommit: CommitId | undefined;
  /** Names of what could not be built, with the reason of each. */
  readonly missing: ReadonlyMap<ArtifactName, string>;
}

/**
 * Takes what was built, compares it with the base branch, shows it on the pull request, and commits the lock once all that is
 * affected is built (I11). A fork's run has a token that only reads: then the report is all that is left behind.
 */
export async function reviewPull(job: ReviewPull): Promise<ReviewedPull> {
  const { context, change, token, say } = job;
  const root = context.workspace;
  await using _access = await gitAccess({ serverUrl: context.serverUrl, token, temp: context.temp });
  const remote = await lfsRemote(root, 'origin', token);
  const bytesOf = await lfsReader(root, { remote, maxBytes: MAX_SOURCE_BYTES });
  const head = CommitId.parse(change.head);
  const previous = change.previous === undefined ? undefined : CommitId.parse(change.previous);
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

  const mayWrite = change.pull !== undefined && change.branch !== undefined;
  const store = lfsStore(remote, { maxBytes: MAX_ARTIFACT_BYTES });
  if (mayWrite) await keep(store, lock, files, job.jobs);

  const scratch = join(context.temp, 'alpha-review');
  await mkdir(scratch, { recursive: true });
  const fileOf = fileFinder(store, files, join(scratch, 'files'));
  const canonical = await pictureOf(before, bytesOf);
  const proposed = await pictureOf(after, bytesOf);
  await using her = identityThread();
  const memory = change.pull === undefined ? undefined : await lookMemory(root, 'origin', change.pull);
  const recall = (key: Oid) => memory?.recall(key);
  const reference = await reviewReference(
    detection,
    canonical,
    proposed,
    join(scratch, 'reference'),
    recall,
    her,
  );
  const reviewed = await reviewChange({
    before: before.lock,
    after: lock.lock,
    graph: after.graph,
    facts: after.facts,
    catalog,
    fileOf,
    compare: compareOutput,
    identify: async (name, medium, path) =>
      proposed === undefined
        ? undefined
        : her.identify({ medium, path, speaking: after.graph.get(name)?.system === SPEAKING }, proposed),
    against: pixelsOf(after),
    recall,
    outDir: join(scratch, 'panels'),
    jobs: job.jobs,
    onDone: (name) => say(`compared ${name}`),
  });

  const touched = touchedArtifacts(reviewed, lock, before.lock);
  const graph = graphNodes(after.graph, {
    touched: new Set(touched.map(({ name }) => name)),
    failed: new Set(lock.missing.keys()),
    changed: changedSources(detection),
  });
  // When every look was remembered, the report of that run shows all there is.
  const [earlier] = reviewed.flatMap(({ remembered }) => remembered ?? []);
  const isNew = earlier === undefined || reviewed.some(({ remembered }) => remembered === undefined);
  if (isNew) {
    for (const { verdict, folder, remembered } of reviewed)
      if (remembered !== undefined)
        await memory?.restore(
          verdict.files.flatMap((file) => file.verdict.panels),
          folder,
        );
    const subject = change.pull === undefined ? `commit ${head}` : `pull request ${change.pull}`;
    await writePullReport({
      subject,
      summary: detection.nothingBecause ?? `${lock.taken.length} artifacts were built.`,
      reviewed,
      graph,
      fileOf,
      outDir: job.report,
    });
  }
  const reportUrl = isNew ? context.runUrl : earlier.report;
  if (!mayWrite || change.pull === undefined || change.branch === undefined)
    return { comment: undefined, lockCommit: undefined, missing: lock.missing };

  const github = openGitHub({
    apiUrl: context.apiUrl,
    token,
    owner: context.owner,
    repository: context.repository,
  });
  const by = { ...ACTIONS_BOT, seconds: Math.floor(job.now().getTime() / 1000) };
  const panels = new Map([...panelsOf(reviewed), ...(reference?.panels ?? [])]);
  const pictures = await putPictures({
    root,
    remote: 'origin',
    pull: change.pull,
    files: panels,
    looks: looksOf(reviewed, reference, context.runUrl),
    by,
  });
  await appendToLedger({ root, remote: 'origin' }, recordsOf(lock, results, reviewed, after, head), {
    now: job.now,
    by: ACTIONS_BOT,
  });
  const lockCommit =
    lock.missing.size > 0
      ? undefined
      : await commitLock({ root, head, branch: change.branch, lock, was: after.lock, by });

  const repositoryUrl = `${context.serverUrl}/${context.owner}/${context.repository}`;
  const model: CommentModel = {
    panelUrl: (panel: Panel) =>
      pictures === undefined
        ? undefined
        : pictureUrl(repositoryUrl, pictures, panel.digest, panel.type.split('/')[1] ?? 'bin'),
    head,
    lockCommit,
    touched,
    untouched: [...after.graph.keys()].filter((name) => !touched.some((artifact) => artifact.name === name)),
    rebuilt: lock.taken.map(({ line }) => line.name),
    nothingBecause: detection.nothingBecause,
    graph,
    reference: reference?.shown,
    reportUrl,
    cost: costSentence(lock),
    preview: touched.some(({ backend }) => backend === 'preview'),
  };
  const body = commentMarkdown(model);
  const { id } = await putComment(github, change.pull, body);
  const title =
    lock.missing.size > 0
      ? `${lock.missing.size} artifacts could not be built`
      : detection.nothingBecause === undefined
        ? `${lock.taken.length} artifacts rebuilt and compared`
        : 'nothing had to be built';
  for (const commit of new Set([head, lockCommit ?? head])) {
    await reportCheck(github, {
      name: 'alpha-ref',
      commit,
      conclusion: lock.missing.size > 0 ? 'failure' : 'success',
      title,
      summary: body,
      detailsUrl: context.runUrl,
    });
  }
  return { comment: id, lockCommit, missing: lock.missing };
}

/** Puts what was taken where publishing will read it. */
async function keep(
  store: Store,
  { taken }: NewLock,
  files: ReadonlyMap<Oid, string>,
  jobs: number,
): Promise<void> {
  const digests = new Set(
    taken.flatMap(({ line }) => [
      ...line.outputs.map(({ digest }) => digest),
      ...(line.preview === null ? [] : [line.preview]),
    ]),
  );
  const limit = pLimit(jobs * 2);
  await Promise.all(
    [...digests].map((digest) =>
      limit(async () => {
        const file = files.get(digest);
        if (file !== undefined) await store.put(file);
      }),
    ),
  );
}

/** An output's bytes as a file: where the build left it, else fetched once. */
function fileFinder(
  store: Store,
  files: ReadonlyMap<Oid, string>,
  folder: string,
): (output: Output) => Promise<string> {
  const fetched = new Map<Oid, Promise<string>>();
  return (output) => {
    const here = files.get(output.digest);
    if (here !== undefined) return Promise.resolve(here);
    const known = fetched.get(output.digest);
    if (known !== undefined) return known;
    const path = join(folder, output.digest);
    const fetching = store.get(output, path).then(() => path);
    fetched.set(output.digest, fetching);
    return fetching;
  };
}

type BytesOf = Awaited<ReturnType<typeof lfsReader>>;

/** The picture that a snapshot's manifest names, decoded; `undefined` when it has none. */
async function pictureOf(
  { manifest, inputs }: Detection['before'],
  bytesOf: BytesOf,
): Promise<Picture | undefined> {
  for (const [name, source] of Object.entries(manifest.sources)) {
    const bytes = inputs.get(`source.${name}/picture`);
    if (source.kind === 'picture' && bytes?.kind === 'lfs')
      return readReference(await bytesOf(bytes.pointer), source).picture;
  }
  return undefined;
}

const pixelsOf = ({ facts }: Detection['after']): Oid | undefined =>
  [...facts.values()].find(({ kind }) => kind === 'picture')?.digests['picture'];

/** What was looked at now, to be remembered. */
function looksOf(
  reviewed: readonly ReviewedArtifact[],
  reference: ReferenceReview | undefined,
  report: string,
): Map<RepoPath, string> {
  const looks = new Map<RepoPath, string>();
  const keep = (key: Oid, verdict: Looked['verdict'], identity: IdentityReport | undefined) => {
    const looked: Looked = { schema: 'alpha-looked/1', verdict, identity: identity ?? null, report };
    looks.set(lookPath(key), `${JSON.stringify(looked)}\n`);
  };
  for (const { key, verdict, identity, remembered } of reviewed)
    if (remembered === undefined) keep(key, verdict, identity);
  if (reference !== undefined && reference.remembered === undefined)
    keep(reference.key, reference.shown.verdict, reference.shown.identity);
  return looks;
}

function changedSources({ before, after }: Detection): Set<string> {
  const changed = new Set<string>();
  for (const [name, fact] of after.facts) {
    const was = before.facts.get(name)?.digests;
    if (was === undefined || Object.entries(fact.digests).some(([role, digest]) => was[role] !== digest))
      changed.add(graphNameOf(name));
  }
  return changed;
}

function touchedArtifacts(
  reviewed: readonly ReviewedArtifact[],
  lock: NewLock,
  before: ReadonlyMap<ArtifactName, LockLine>,
): TouchedArtifact[] {
  const costs = new Map(
    lock.taken.map((result) => [
      result.line.name,
      result.kind === 'built' ? `${result.cost.seconds.toFixed(1)} s` : 'from the store',
    ]),
  );
  const shown = reviewed.map(({ name, node, after, causes, verdict, identity }): TouchedArtifact => ({
    name,
    because: causes.length === 0 ? 'it is no longer in the manifest' : causes.map(clause).join('; '),
    took: costs.get(name),
    backend: after?.recipe.backend ?? '',
    licence: node === undefined ? '' : licenceTerms(node),
    outputs: after?.outputs ?? [],
    verdict,
    identity,
    failure: lock.missing.get(name),
  }));
  const known = new Set(shown.map(({ name }) => name));
  const failed = [...lock.missing]
    .filter(([name]) => !known.has(name))
    .map(([name, failure]): TouchedArtifact => ({
      name,
      because: 'what it is made from changed',
      took: undefined,
      backend: before.get(name)?.recipe.backend ?? '',
      licence: '',
      outputs: [],
      verdict: undefined,
      identity: undefined,
      failure,
    }));
  return [...shown, ...failed];
}

/** What the ledger remembers of this run: each build that was taken, each look at an artifact. */
function recordsOf(
  lock: NewLock,
  results: readonly { runner: string }[],
  reviewed: readonly ReviewedArtifact[],
  after: Detection['after'],
  commit: CommitId,
): LedgerRecord[] {
  const runner = results[0]?.runner ?? 'unknown';
  const against = pixelsOf(after);
  const builds = lock.taken.map(({ line, ...result }): LedgerRecord => ({
    kind: 'build',
    artifact: line.name,
    key: line.key,
    recipe: line.recipe,
    outputs: line.outputs,
    preview: line.preview,
    commit,
    runner,
    cost: result.kind === 'built' ? result.cost : { seconds: 0 },
  }));
  const gates = reviewed.flatMap(({ name, after: line, identity }): LedgerRecord[] => {
    const digest = line?.outputs[0]?.digest;
    const isNew = lock.taken.some(({ line }) => line.name === name);
    return identity === undefined || digest === undefined || against === undefined || !isNew
      ? []
      : [{ kind: 'gate', artifact: name, digest, against, report: identity }];
  });
  return [...builds, ...gates];
}

interface LockCommit {
  readonly root: string;
  readonly head: CommitId;
  readonly branch: string;
  readonly lock: NewLock;
  readonly was: ReadonlyMap<ArtifactName, LockLine>;
  readonly by: Signature;
}

/** Commits the lock on top of the head, unless the branch moved on meanwhile or nothing changed; says where. */
async function commitLock({ root, head, branch, lock, was, by }: LockCommit): Promise<CommitId | undefined> {
  const text = formatLock(lock.lock.values());
  if (oidOf(text) === oidOf(formatLock(was.values()))) return head;
  const names = lock.taken.map(({ line }) => line.name);
  const to = await makeCommit(root, {
    parent: head,
    base: 'parent',
    files: new Map([[LOCK_PATH, Buffer.from(text)]]),
    message: `Lock ${names.length} rebuilt ${names.length === 1 ? 'artifact' : 'artifacts'}\n\n${names.join(', ')}\n\nApproving this commit approves the digests in ${LOCK_PATH}.\n`,
    by,
  });
  return (await moveRemote(root, 'origin', { branch, from: head, to })) ? to : undefined;
}

function costSentence({ taken }: NewLock): string {
  const built = taken.flatMap((result) => (result.kind === 'built' ? [result.cost] : []));
  if (built.length === 0) return '';
  const sum = (of: (cost: (typeof built)[number]) => number) =>
    built.reduce((total, cost) => total + of(cost), 0);
  const gpu = sum(({ gpuSeconds = 0 }) => gpuSeconds);
  return gpu > 0
    ? `built in ${sum(({ seconds }) => seconds).toFixed(0)} s, ${gpu.toFixed(0)} s of it on the GPU`
    : `built in ${sum(({ seconds }) => seconds).toFixed(0)} s on a CPU`;
}
