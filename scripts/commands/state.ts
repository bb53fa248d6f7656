import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '#core/errors.ts';
import { CommitId, oidOf, short } from '#core/oid.ts';
import { staleOf } from '#core/plan.ts';
import { diagnose } from '#engine/doctor/diagnose.ts';
import type { Finding } from '#engine/doctor/finding.ts';
import { upstreamSystems } from '#engine/doctor/upstream-systems.ts';
import { refusalsOf } from '#engine/episode/check-ship.ts';
import { provenanceOf } from '#engine/episode/provenance.ts';
import { siteSet } from '#engine/episode/site-set.ts';
import { parseTag } from '#engine/episode/tag.ts';
import { faultSentence, requireVerifiedLock, verifyLock } from '#engine/episode/verify-lock.ts';
import { LEDGER_BRANCH, readLedger } from '#engine/ledger/ledger.ts';
import type { LedgerPlace } from '#engine/ledger/ledger.ts';
import { entriesOf } from '#engine/ledger/queries.ts';
import { catalog } from '#engine/pipelines/catalog.ts';
import { localBranch, remoteBranch } from '#engine/repository/branch.ts';
import { commitOf, isAncestor } from '#engine/repository/history.ts';
import { folderStore } from '#engine/store/folder.ts';
import { layeredStore } from '#engine/store/layered.ts';
import { lfsStore } from '#engine/store/lfs.ts';
import { lfsRemote } from '#engine/repository/lfs-remote.ts';
import type { Store } from '#engine/store/store.ts';
import { folderTarget } from '#engine/targets/folder.ts';
import { MAX_ARTIFACT_BYTES } from '#forge/limits.ts';
import { answer, EXIT, paint, table } from './terminal.ts';
import type { Answer, Common } from './terminal.ts';
import { openWorkspace, planOf, readState, storeFolder } from './workspace.ts';

interface CommitOptions extends Common {
  readonly commit?: string;
}
interface PublishOptions extends CommitOptions {
  readonly to: string;
  readonly address: string;
}

export function registerState(program: Command): void {
  program
    .command('status')
    .description('what is locked, whether its bytes are here, what the ledger knows')
    .option('--json', 'for programs')
    .action((options: Common) => answer(options, status));
  program
    .command('verify')
    .description('hold the lock to its tree, to the recorded builds and to the reviews')
    .option('--commit <commit>', 'verify this commit; HEAD', 'HEAD')
    .option('--json', 'for programs; exit 1 when something does not hold')
    .action((options: CommitOptions) => answer(options, () => verify(options)));
  program
    .command('publish')
    .description('show what a commit has locked in a folder, by one atomic switch; builds nothing')
    .requiredOption('--to <folder>', 'the folder; readers are served from its link `current`')
    .option('--commit <commit>', 'publish this commit; HEAD', 'HEAD')
    .option(
      '--address <url>',
      'where the folder will be served: feeds need whole addresses',
      'http://localhost/',
    )
    .option('--json', 'for programs')
    .action((options: PublishOptions) => answer(options, () => publish(options)));
  program
    .command('ship')
    .description(
      'whether the episode of a tag may ship, and every reason against it; the release itself is made when the tag is pushed',
    )
    .argument('<tag>', 'ep/<slug>/v1.2.3, or with -preview.1 for a preview')
    .option('--json', 'for programs; exit 1 when it may not')
    .action((tag: string, options: Common) => answer(options, () => ship(tag)));
  program
    .command('audit')
    .description('trace each byte of a shipped tag to its build, its review and the reference')
    .argument('<tag>', 'a tag that was shipped')
    .option('--json', 'for programs; exit 1 when a trace ends')
    .action((tag: string, options: Common) => answer(options, () => audit(tag)));
  program
    .command('doctor')
    .description('what this machine needs for building, whether it is there, and the command that mends it')
    .option('--json', 'for programs; exit 1 when something needed is missing')
    .action((options: Common) => answer(options, doctor));
}

/** The ledger of the remote where there is one, else of this clone. */
async function ledgerPlace(root: string): Promise<LedgerPlace> {
  const far = await remoteBranch(root, 'origin', LEDGER_BRANCH).catch(() => undefined);
  if (far !== undefined) return { root, remote: 'origin' };
  const near = await localBranch(root, LEDGER_BRANCH);
  if (near !== undefined) return { root, remote: undefined };
  return { root, remote: undefined };
}

async function openStore(root: string): Promise<Store> {
  const near = folderStore(storeFolder());
  const remote = await lfsRemote(root).catch(() => undefined);
  return remote === undefined ? near : layeredStore(near, lfsStore(remote, { maxBytes: MAX_ARTIFACT_BYTES }));
}

async function status(): Promise<Answer> {
  const workspace = await openWorkspace();
  const snapshot = await readState(workspace, undefined);
  const plan = planOf(snapshot);
  const store = folderStore(storeFolder());
  const artifacts = [];
  for (const item of plan.items) {
    const outputs = item.line?.outputs ?? [];
    const here = await Promise.all(outputs.map((output) => store.has(output)));
    artifacts.push({
      name: item.name,
      status: item.status,
      outputs: outputs.map(({ role, digest, size }) => ({ role, digest, size })),
      bytesHere: outputs.length > 0 && here.every(Boolean),
    });
  }
  const ledger = await readLedger(await ledgerPlace(workspace.root));
  const stale = staleOf(plan).length;
  return {
    json: {
      artifacts,
      stale,
      lock: snapshot.lockOid,
      ledger: {
        entries: ledger.length,
        builds: entriesOf(ledger, 'build').length,
        ships: entriesOf(ledger, 'ship').map(({ record }) => record.tag),
      },
    },
    text: [
      ...table(
        artifacts.map(({ name, status: state, bytesHere, outputs }) => [
          state === 'fresh' ? paint('32', 'fresh') : paint('33', 'stale'),
          name,
          outputs.length === 0 ? 'not built' : bytesHere ? 'bytes here' : 'bytes elsewhere',
          outputs.map(({ digest }) => short(digest)).join(' '),
        ]),
      ),
      '',
      `${stale} stale; the ledger has ${ledger.length} entries; bytes are kept in ${storeFolder()}.`,
    ],
    exit: EXIT.ok,
  };
}

async function verify({ commit = 'HEAD' }: CommitOptions): Promise<Answer> {
  const workspace = await openWorkspace();
  const snapshot = await readState(workspace, commit);
  const ledger = await readLedger(await ledgerPlace(workspace.root));
  const faults = verifyLock(snapshot, ledger, catalog);
  return {
    json: {
      commit: snapshot.commit ?? null,
      lock: snapshot.lockOid,
      lines: snapshot.lock.size,
      faults,
      ledgerEntries: ledger.length,
    },
    text: [
      ...faults.map(faultSentence),
      faults.length === 0
        ? `Each of the ${snapshot.lock.size} lines holds.`
        : `${faults.length} things do not hold.${ledger.length === 0 ? ' There is no ledger here: builds and reviews could not be looked up.' : ''}`,
    ],
    exit: faults.length === 0 ? EXIT.ok : EXIT.no,
  };
}

async function publish({ commit: name = 'HEAD', to, address }: PublishOptions): Promise<Answer> {
  const workspace = await openWorkspace();
  const { root } = workspace;
  if (!URL.canParse(address))
    throw new UserError('option-invalid', `--address must be a whole address, not ${address}`, {
      hint: 'As in `--address https://example.org/alpha/`.',
    });
  const snapshot = await readState(workspace, name);
  const commit = CommitId.parse(snapshot.commit);
  const ledger = await readLedger(await ledgerPlace(root));
  requireVerifiedLock(snapshot, ledger, catalog);
  const store = await openStore(root);
  const scratch = await mkdtemp(join(tmpdir(), 'alpha-site-'));
  try {
    const set = await siteSet({ snapshot, commit, ledger, store, address: new URL(address), scratch });
    const publication = await folderTarget(resolve(to), {
      store,
      isAncestor: (range) => isAncestor(root, range),
    }).publish(set);
    return {
      json: {
        publication,
        files: [...set.files].map(([path, file]) => ({
          path,
          sha256: file.kind === 'stored' ? file.digest : oidOf(file.bytes),
        })),
      },
      text: [`${publication}: ${set.files.size} files, served from ${join(resolve(to), 'current')}`],
      exit: EXIT.ok,
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function ship(text: string): Promise<Answer> {
  const tag = parseTag(text);
  const workspace = await openWorkspace();
  const { root } = workspace;
  const main =
    (await remoteBranch(root, 'origin', 'main').catch(() => undefined)) ?? (await commitOf(root, 'main'));
  const commit = await commitOf(root, tag.tag).catch(() => main);
  const [tagged, there] = [await readState(workspace, commit), await readState(workspace, main)];
  const refusals = refusalsOf({
    tag,
    commit,
    tagged,
    main: there,
    onMain: await isAncestor(root, { before: commit, after: main }),
    ledger: await readLedger(await ledgerPlace(root)),
    catalog,
  });
  return {
    json: { tag: tag.tag, commit, mayShip: refusals.length === 0, refusals },
    text: [
      ...table(refusals.map(({ code, because }) => [code, because])),
      refusals.length === 0
        ? `${tag.tag} may ship: \`git tag -a ${tag.tag} && git push origin ${tag.tag}\` does it.`
        : `${tag.tag} may not ship.`,
    ],
    exit: refusals.length === 0 ? EXIT.ok : EXIT.no,
  };
}

async function audit(text: string): Promise<Answer> {
  const tag = parseTag(text);
  const workspace = await openWorkspace();
  const ledger = await readLedger(await ledgerPlace(workspace.root));
  const shipped = entriesOf(ledger, 'ship').find(({ record }) => record.tag === tag.tag)?.record;
  if (shipped === undefined)
    throw new UserError('never-shipped', `The ledger knows of no release ${tag.tag}`, {
      hint: `It knows ${
        entriesOf(ledger, 'ship')
          .map(({ record }) => record.tag)
          .join(', ') || 'none'
      }. Fetch the branch ${LEDGER_BRANCH} if this clone is old.`,
    });
  const snapshot = await readState(workspace, shipped.commit);
  const made = new Map(
    entriesOf(ledger, 'build').flatMap((entry) =>
      entry.record.outputs.map(({ digest }) => [digest, entry] as const),
    ),
  );
  const reviews = entriesOf(ledger, 'review').filter(({ record }) => record.lock === snapshot.lockOid);
  const reference = [...snapshot.facts.values()].find(({ kind }) => kind === 'picture')?.digests['picture'];
  const traces = Object.entries(shipped.assets).map(([asset, digest]) => {
    const build = made.get(digest);
    const manifest = asset === 'manifest.json';
    return {
      asset,
      digest,
      build: build?.n ?? null,
      artifact: build?.record.artifact ?? null,
      reviewedBy: reviews.map(({ record }) => record.by),
      whole: manifest || (build !== undefined && reviews.length > 0),
    };
  });
  const whole = traces.every((trace) => trace.whole);
  return {
    json: {
      tag: tag.tag,
      commit: shipped.commit,
      lock: snapshot.lockOid,
      reference: reference ?? null,
      traces,
      provenance: provenanceOf(snapshot, ledger, tag.slug),
    },
    text: [
      ...table(
        traces.map(({ asset, digest, artifact, build, reviewedBy, whole: holds }) => [
          holds ? paint('32', 'traced') : paint('31', 'lost'),
          asset,
          short(digest),
          artifact === null ? 'the list of the others' : `${artifact}, ledger entry ${build ?? '?'}`,
          artifact === null ? '' : `approved by ${reviewedBy.join(', ') || 'nobody'}`,
        ]),
      ),
      `From the reference ${reference === undefined ? 'unknown' : short(reference)} at ${short(shipped.commit)}.`,
    ],
    exit: whole ? EXIT.ok : EXIT.no,
  };
}

const STATES = { ok: paint('32', 'ok'), warn: paint('33', 'warn'), fail: paint('31', 'fail') } as const;

function findingText({ what, state, detail, mend }: Finding): string {
  return `${STATES[state]}  ${what}: ${detail}${mend === undefined ? '' : `\n      ${mend}`}`;
}

async function doctor(): Promise<Answer> {
  const workspace = await openWorkspace();
  const snapshot = await readState(workspace, undefined).catch(() => undefined);
  const findings = await diagnose({
    root: workspace.root,
    store: storeFolder(),
    manifest: snapshot?.manifest,
    systems: upstreamSystems,
  });
  const bad = findings.filter(({ state }) => state === 'fail').length;
  return {
    json: { findings },
    text: [
      ...findings.map(findingText),
      bad === 0 ? 'Nothing that is needed is missing.' : `${bad} things that are needed are missing.`,
    ],
    exit: bad === 0 ? EXIT.ok : EXIT.no,
  };
}
