import { join } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '#core/errors.ts';
import { MANIFEST_PATH } from '#core/manifest.ts';
import type { Manifest } from '#core/manifest.ts';
import type { BackendName } from '#core/names.ts';
import { CommitId, oidOf, short } from '#core/oid.ts';
import { pointerText } from '#core/pointer.ts';
import type { RepoPath } from '#core/repo-path.ts';
import { localBranch, makeCommit, moveLocal } from '#engine/repository/branch.ts';
import { ask, GitFailure, line } from '#engine/repository/git.ts';
import { lfsFolder } from '#engine/repository/lfs-objects.ts';
import { lfsPath } from '#engine/repository/lfs-remote.ts';
import { readFiles, treeFiles } from '#engine/repository/tree.ts';
import { writeDurably } from '#engine/store/durable-file.ts';
import { backendOf } from './backend.ts';
import { makeCandidate, PROPOSER } from './propose-candidate.ts';
import type { CandidatePicture } from './propose-candidate.ts';
import { bodyOf, openPull } from './propose-pull.ts';
import { answer, EXIT, progressEnd, progressLine } from './terminal.ts';
import type { Answer, Common } from './terminal.ts';
import { openWorkspace, readState } from './workspace.ts';

interface Options extends Common {
  readonly seed: string;
  readonly backend?: string;
  readonly base: string;
  readonly local?: boolean;
}

const PROGRAM = join(import.meta.dirname, '..', '..');
const MAX_CARD_BYTES = 64_000;

export function registerPropose(program: Command): void {
  program
    .command('propose')
    .description(
      'make a candidate for the next reference from the committed one and its card, on a branch of its own, and open its pull request',
    )
    .requiredOption('--seed <n>', 'another seed is another candidate')
    .option('--backend <backend>', 'preview, upstream or comfyui; what the manifest says')
    .option('--base <branch>', 'the branch that the pull request is for', 'main')
    .option('--local', 'leave it at the branch: nothing is pushed, no pull request is opened')
    .option('--json', 'for programs')
    .addHelpText(
      'after',
      '\nThe token that opens the pull request stands in GITHUB_TOKEN. Your work tree is not touched.',
    )
    .action((options: Options) => answer(options, () => propose(options)));
}

async function propose({ seed: text, backend: chosen, base, local }: Options): Promise<Answer> {
  const seed = seedOf(text);
  const workspace = await openWorkspace();
  const { root, bytesOf } = workspace;
  const { commit: at, manifest, cards, inputs } = await readState(workspace, 'HEAD');
  const head = CommitId.parse(at);
  const { name, source } = pictureOf(manifest);
  const card = cards.get(name);
  const bytes = inputs.get(`source.${name}/picture`);
  if (card === undefined || bytes?.kind !== 'lfs') {
    throw new UserError('no-reference', `${source.path} has no card ${source.card}`, {
      hint: 'A candidate is made from the present reference and its card: `npm run alpha -- card` writes the card; commit it.',
    });
  }
  await requireCommitted(root, [source.path, source.card, MANIFEST_PATH]);
  const backend = backendOf(chosen ?? manifest.systems[PROPOSER]?.backend ?? 'preview');
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  try {
    const made = await makeCandidate({
      seed,
      backend,
      reference: bytes.bytes ?? (await bytesOf(bytes.pointer)),
      size: source,
      card,
      cardText: await textAt(root, head, source.card),
      cardPath: source.card,
      pins: manifest.systems[PROPOSER]?.pins ?? {},
      gpu: manifest.systems[PROPOSER]?.gpu,
      program: PROGRAM,
      signal: stop.signal,
      onProgress: (share) => progressLine(`candidate ${Math.round(share * 100)} %`),
    });
    progressEnd();
    const branch = `candidate/seed-${seed}-${backend}-${made.card.pixels.slice(0, 8)}`;
    const commit = await commitOn(root, head, branch, { ...made, at: source, seed, backend });
    const kind = backend === 'preview' ? 'A preview of a candidate' : 'A candidate';
    const pull =
      local === true
        ? undefined
        : await openPull({
            root,
            branch,
            base,
            object: made.card.file,
            title: `${kind} for the reference, seed ${seed}`,
            body: bodyOf(seed, backend, source.path),
          });
    const { file, pixels, origin } = made.card;
    return {
      json: {
        branch,
        commit,
        backend,
        seed,
        origin,
        picture: { path: source.path, file, pixels },
        card: source.card,
        predecessor: card.pixels,
        pull: pull ?? null,
      },
      text: [
        `${branch} (${short(commit)}): ${source.path} and ${source.card}, by the ${backend} backend${origin === 'preview' ? '; the card says that it is a preview' : ''}`,
        pull === undefined
          ? `Look at it with \`git switch ${branch}\`; run this again without --local to open its pull request.`
          : `${pull.found ? 'Its pull request was open already' : 'Its pull request is open'}: ${pull.url}`,
      ],
      exit: EXIT.ok,
    };
  } finally {
    progressEnd();
    process.off('SIGINT', interrupt);
  }
}

function seedOf(text: string): number {
  const seed = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isSafeInteger(seed) && seed >= 0 && seed < 2 ** 32) return seed;
  throw new UserError('option-invalid', `--seed must be a whole number from 0 to 4294967295, not ${text}`, {
    hint: 'As in `--seed 7`.',
  });
}

type Source = Manifest['sources'][string];
type PictureSource = Extract<Source, { kind: 'picture' }>;
const isPicture = (entry: [string, Source]): entry is [string, PictureSource] => entry[1].kind === 'picture';

/** The picture that is the reference: the one of that name where a manifest has several. */
function pictureOf({ sources }: Manifest): { readonly name: string; readonly source: PictureSource } {
  const pictures = Object.entries(sources).filter(isPicture);
  const [name, source] = pictures.find(([key]) => key === 'reference') ?? pictures[0] ?? [];
  if (name !== undefined && source !== undefined) return { name, source };
  throw new UserError('no-reference', 'The manifest names no picture', {
    hint: `A candidate is made from the present reference: add a source of \`kind: picture\` to ${MANIFEST_PATH}.`,
  });
}

/**
 * A candidate follows from what is committed; changes that are not would be passed over in silence.
 *
 * @throws {UserError} `not-committed`
 */
async function requireCommitted(root: string, paths: readonly string[]): Promise<void> {
  const changed = await ask(root, {
    argv: ['--literal-pathspecs', 'status', '--porcelain', '-z', '--', ...paths],
    parse: (out) =>
      out
        .toString()
        .split('\0')
        .flatMap((entry) => (entry === '' ? [] : [entry.slice(3)])),
  });
  if (changed.length === 0) return;
  throw new UserError(
    'not-committed',
    `${changed.join(', ')}: changed here and not committed, and a candidate is made from what is committed`,
    { hint: `Commit them, or put them aside: \`git stash push -- ${changed.join(' ')}\`.` },
  );
}

async function textAt(root: string, commit: CommitId, path: RepoPath): Promise<string> {
  const files = await ask(root, treeFiles(commit, [path]));
  return Buffer.from((await readFiles(root, files, MAX_CARD_BYTES)).get(path) ?? []).toString('utf8');
}

interface Proposal extends CandidatePicture {
  readonly at: PictureSource;
  readonly seed: number;
  readonly backend: BackendName;
}

/**
 * The commit of a candidate on a branch of its own, made without a work tree; a branch that holds this very candidate is kept.
 *
 * @throws {UserError} `branch-exists`, `no-identity`
 */
async function commitOn(root: string, head: CommitId, branch: string, proposal: Proposal): Promise<CommitId> {
  const { picture, cardText, at, seed, backend } = proposal;
  const oid = oidOf(picture);
  await writeDurably(lfsPath(await lfsFolder(root), oid), picture);
  const files = new Map([
    [at.path, Buffer.from(pointerText({ oid, size: picture.length }))],
    [at.card, Buffer.from(cardText)],
  ]);
  const there = await localBranch(root, branch);
  if (there !== undefined) {
    const here = await readFiles(root, await ask(root, treeFiles(there, [...files.keys()])), MAX_CARD_BYTES);
    if ([...files].every(([path, bytes]) => bytes.equals(here.get(path) ?? Buffer.alloc(0)))) return there;
    throw new UserError('branch-exists', `The branch ${branch} is there already, with something else on it`, {
      hint: `Look at it: \`git log -p ${branch}\`. Delete it (\`git branch -D ${branch}\`), or take another seed.`,
    });
  }
  const commit = await makeCommit(root, {
    parent: head,
    base: 'parent',
    files,
    message: `Propose a candidate for the reference, seed ${seed}\n\nMade by the ${backend} backend from the reference before it.\n`,
    by: await identityOf(root),
  });
  if (await moveLocal(root, { branch, from: null, to: commit })) return commit;
  throw new UserError('branch-exists', `The branch ${branch} was made by somebody else meanwhile`, {
    hint: 'Run this again.',
  });
}

/** Who commits, and now, as Git itself would say it. */
async function identityOf(root: string): Promise<{ name: string; email: string; seconds: number }> {
  try {
    const ident = await ask(root, { argv: ['var', 'GIT_COMMITTER_IDENT'], parse: line });
    const {
      name = '',
      email = '',
      seconds = '0',
    } = /^(?<name>.*) <(?<email>[^>]*)> (?<seconds>\d+) /u.exec(ident)?.groups ?? {};
    return { name, email, seconds: Number(seconds) };
  } catch (cause) {
    if (!(cause instanceof GitFailure)) throw cause;
    throw new UserError('no-identity', 'Git does not know who commits here', {
      hint: '`git config user.name "…" && git config user.email …` says it.',
      cause,
    });
  }
}
