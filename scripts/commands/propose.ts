import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { execa, ExecaError } from 'execa';
import { stringify } from 'yaml';
import { z } from 'zod';
import { Card } from '#core/card.ts';
import { UserError } from '#core/errors.ts';
import { ArtifactName, BackendName } from '#core/names.ts';
import { oidOf } from '#core/oid.ts';
import type { Pipeline } from '#engine/pipelines/pipeline.ts';
import { openGitHub } from '#forge/github.ts';
import { readReference } from '#media/canon/reference.ts';
import { answer, EXIT } from './terminal.ts';
import type { Answer, Common } from './terminal.ts';
import { openWorkspace, readState } from './workspace.ts';

interface Options extends Common {
  readonly seed: string;
  readonly backend?: string;
  readonly open?: boolean;
}

const SYSTEM = 'flux-1-dev';

export function registerPropose(program: Command): void {
  program
    .command('propose')
    .description(
      'make a candidate for the next reference from the present one and its card, on a branch of its own; with --open, its pull request',
    )
    .requiredOption('--seed <n>', 'another seed is another candidate')
    .option('--backend <backend>', 'preview, upstream or comfyui; what the manifest says')
    .option('--open', 'push the branch to origin and open the pull request; the token stands in GITHUB_TOKEN')
    .option('--json', 'for programs')
    .action((options: Options) => answer(options, () => propose(options)));
}

async function propose({ seed: text, backend: chosen, open }: Options): Promise<Answer> {
  const seed = Number(text);
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new UserError('option-invalid', `--seed must be a whole number from 0, not ${text}`, {
      hint: 'As in `--seed 7`.',
    });
  const workspace = await openWorkspace();
  const { manifest, cards, inputs } = await readState(workspace, undefined);
  const [name, source] = Object.entries(manifest.sources).find(([, { kind }]) => kind === 'picture') ?? [];
  const card = cards.get(name ?? '');
  const bytes = inputs.get(`source.${name}/picture`);
  if (source?.kind !== 'picture' || card === undefined || bytes?.kind !== 'lfs') {
    throw new UserError('no-reference', 'The manifest names no picture with a card', {
      hint: 'A candidate is made from the present reference and its card: add both.',
    });
  }
  const backend = BackendName.parse(chosen ?? manifest.systems[SYSTEM]?.backend ?? 'preview');
  const folder = await mkdtemp(join(tmpdir(), 'alpha-propose-'));
  try {
    const picture = await candidate({
      folder,
      seed,
      backend,
      reference: await workspace.bytesOf(bytes.pointer),
      pins: manifest.systems[SYSTEM]?.pins ?? {},
      generation: card.generation,
    });
    const { pixels } = readReference(picture, source);
    const next = Card.parse({
      ...card,
      file: oidOf(picture),
      pixels,
      predecessor: card.pixels,
      origin: backend === 'preview' ? 'preview' : 'generated',
      note:
        backend === 'preview'
          ? `A preview of a candidate: computed from its predecessor with seed ${seed}, not made by a model.`
          : `A candidate, made with seed ${seed}.`,
      ...(card.generation === undefined ? {} : { generation: { ...card.generation, seed } }),
    });
    const branch = `candidate/seed-${seed}-${pixels.slice(0, 8)}`;
    await commitOn(
      workspace.root,
      branch,
      join(folder, 'tree'),
      new Map([
        [source.path, picture],
        [source.card, Buffer.from(stringify(next))],
      ]),
      `Propose a candidate for the reference, seed ${seed}`,
    );
    const url = open === true ? await openPull(workspace.root, branch, seed, backend) : undefined;
    return {
      json: { branch, backend, seed, pixels, predecessor: card.pixels, pull: url ?? null },
      text: [
        `${branch}: a candidate by the ${backend} backend, with its card`,
        url === undefined
          ? `Open its pull request: \`git push -u origin ${branch}\`, or run this again with --open.`
          : url,
      ],
      exit: EXIT.ok,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Candidate {
  readonly folder: string;
  readonly seed: number;
  readonly backend: BackendName;
  readonly reference: Uint8Array;
  readonly pins: Readonly<Record<string, string>>;
  readonly generation: Card['generation'];
}

async function candidate({
  folder,
  seed,
  backend: name,
  reference,
  pins,
  generation,
}: Candidate): Promise<Buffer> {
  const { pipeline }: { readonly pipeline: Pipeline } =
    await import('#engine/pipelines/flux-1-dev/pipeline.ts');
  const backend = pipeline.backends[name];
  if (backend === undefined)
    throw new UserError('no-such-backend', `${SYSTEM} has no ${name} backend`, {
      hint: `It has ${Object.keys(pipeline.backends).join(', ')}.`,
    });
  const path = join(folder, 'reference.png');
  const [outDir, workDir] = [join(folder, 'out'), join(folder, 'work')];
  await mkdir(outDir);
  await mkdir(workDir);
  await writeFile(path, reference);
  const known = Object.keys(pipeline.system.params.safeParse({}).data ?? {});
  const given = Object.fromEntries(
    Object.entries({
      prompt: generation?.prompt,
      steps: generation?.steps,
      guidance: generation?.guidance,
    }).filter(([key, value]) => value !== undefined && known.includes(key)),
  );
  await backend.build({
    artifact: ArtifactName.parse('candidate'),
    params: pipeline.system.params.parse(given),
    seed,
    pins,
    inputs: new Map([['picture/picture', { path, digest: oidOf(reference) }]]),
    outDir,
    workDir,
    signal: new AbortController().signal,
    log: () => undefined,
    progress: () => undefined,
  });
  return readFile(join(outDir, 'candidate.png'));
}

const git = (cwd: string, ...args: readonly string[]) =>
  execa('git', [...args], { cwd, env: { GIT_LFS_SKIP_SMUDGE: '1' } });

/** A commit on a new branch, made in a work tree of its own: the user's is not touched. LFS's own filter writes the pointer. */
async function commitOn(
  root: string,
  branch: string,
  tree: string,
  files: ReadonlyMap<string, Uint8Array>,
  message: string,
): Promise<void> {
  try {
    await git(root, 'worktree', 'add', '--quiet', '-b', branch, tree, 'HEAD');
  } catch (cause) {
    if (!(cause instanceof ExecaError)) throw cause;
    throw new UserError('branch-exists', `${branch} could not be made: ${String(cause.stderr)}`, {
      hint: `This candidate is there already: \`git switch ${branch}\`, or take another seed.`,
      cause,
    });
  }
  try {
    for (const [path, bytes] of files) await writeFile(join(tree, path), bytes);
    await git(tree, 'add', '--', ...files.keys());
    await git(tree, 'commit', '--quiet', '-m', message);
  } finally {
    await git(root, 'worktree', 'remove', '--force', tree);
  }
}

const Pull = z.object({ html_url: z.string() });

async function openPull(root: string, branch: string, seed: number, backend: BackendName): Promise<string> {
  const token = process.env['GITHUB_TOKEN'];
  const { stdout: remote } = await execa('git', ['remote', 'get-url', 'origin'], { cwd: root });
  const { owner, repository } =
    /[/:](?<owner>[^/:]+)\/(?<repository>[^/]+?)(?:\.git)?$/u.exec(remote)?.groups ?? {};
  if (token === undefined || owner === undefined || repository === undefined) {
    throw new UserError(
      'cannot-open',
      `The pull request of ${branch} cannot be opened: ${token === undefined ? 'GITHUB_TOKEN is not set' : `origin is ${remote}`}`,
      {
        hint: `The branch is made. Set GITHUB_TOKEN to a token with contents and pull-requests: write, or push it by hand: \`git push -u origin ${branch}\`.`,
      },
    );
  }
  await execa('git', ['push', '--quiet', '-u', 'origin', branch], { cwd: root });
  const github = openGitHub({
    apiUrl: process.env['GITHUB_API_URL'] ?? 'https://api.github.com',
    token,
    owner,
    repository,
  });
  const { data } = await github.request('POST /repos/{owner}/{repo}/pulls', {
    owner,
    repo: repository,
    head: branch,
    base: 'main',
    title: `A candidate for the reference, seed ${seed}`,
    body: `Made by the **${backend}** backend from the present reference and its card.${backend === 'preview' ? ' It is a preview: recoloured and lit anew, not made by a model.' : ''}`,
  });
  return Pull.parse(data).html_url;
}
