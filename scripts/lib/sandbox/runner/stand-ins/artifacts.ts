import { glob, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { artifactFiles, storeArtifact } from '../artifacts.ts';
import { patternToExpression } from '../filters.ts';
import { isTrue } from '../stand-in.ts';
import type { StandIn, StandInContext } from '../stand-in.ts';

/** actions/upload-artifact v7.0.0 and actions/download-artifact v8.0.1, over the forge's own store. */

const listOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

const hasMagic = (path: string): boolean => /[*?[\]{}]/u.test(path);

interface Found {
  readonly files: string[];
  /** What stays of the paths inside of the artifact is relative to it. */
  readonly root: string;
}

/** Files under the patterns; a folder stands for all that is in it, `!` takes away, hidden files stay out. */
async function search(patterns: readonly string[], workspace: string, hidden: boolean): Promise<Found> {
  const taken = patterns
    .filter((pattern) => pattern.startsWith('!'))
    .map((pattern) => resolve(workspace, pattern.slice(1)));
  const files = new Set<string>();
  const roots: string[] = [];
  for (const pattern of patterns.filter((other) => !other.startsWith('!'))) {
    const path = resolve(workspace, pattern.replace(/^~(?=\/)/u, process.env['HOME'] ?? '~'));
    const fixed = hasMagic(path) ? path.slice(0, path.search(/[*?[\]{}]/u)).replace(/[^/]*$/u, '') : path;
    const known = await stat(path).catch(() => undefined);
    if (known?.isFile()) {
      roots.push(dirname(path));
      files.add(path);
      continue;
    }
    roots.push(resolve(fixed));
    const search = known?.isDirectory() ? [join(path, '**/*')] : [path, join(path, '**/*')];
    for await (const entry of glob(search)) {
      const file = resolve(workspace, entry);
      if ((await stat(file)).isFile()) files.add(file);
    }
  }
  const root = common(roots);
  const kept = [...files].filter((file) => {
    const inside = relative(root, file);
    if (!hidden && inside.split(sep).some((part) => part.startsWith('.'))) return false;
    return !taken.some(
      (pattern) =>
        file === pattern || file.startsWith(`${pattern}/`) || patternToExpression(pattern).test(file),
    );
  });
  return { files: kept.toSorted(), root };
}

function common(folders: readonly string[]): string {
  const [first = '/', ...rest] = folders;
  let parts = first.split(sep);
  for (const folder of rest) {
    const other = folder.split(sep);
    const differs = parts.findIndex((part, at) => part !== other[at]);
    if (differs !== -1) parts = parts.slice(0, differs);
  }
  return parts.join(sep) || '/';
}

async function upload(context: StandInContext): Promise<void> {
  const { inputs, workspace } = context;
  const found = await search(listOf(inputs['path'] ?? ''), workspace, isTrue(inputs['include-hidden-files']));
  if (found.files.length === 0) {
    const message = `No files were found with the provided path: ${inputs['path'] ?? ''}. No artifacts will be uploaded.`;
    if (inputs['if-no-files-found'] === 'error') throw new Error(message);
    if (inputs['if-no-files-found'] === 'warn') context.warn(message);
    else context.log(message);
    return;
  }
  const archive = inputs['archive'] !== 'false';
  if (!archive && found.files.length !== 1)
    throw new Error("When 'archive' is set to false, only a single file can be uploaded.");
  const files = new Map<string, Uint8Array>();
  for (const file of found.files)
    files.set(relative(found.root, file).split(sep).join('/'), await readFile(file));
  const stored = await storeArtifact(context.forge, context, {
    name: archive ? (inputs['name'] ?? '') : (found.files[0]?.split(sep).at(-1) ?? ''),
    files,
    archive,
    overwrite: isTrue(inputs['overwrite']),
    level: Number(inputs['compression-level'] ?? '6'),
  });
  context.output('artifact-id', String(stored.id));
  context.output('artifact-digest', stored.sha256);
  context.output(
    'artifact-url',
    `${context.forge.url}/${context.repo}/actions/runs/${context.run}/artifacts/${stored.id}`,
  );
  context.log(`Artifact ${stored.name} has been successfully uploaded! Final size is ${stored.size} bytes.`);
}

/** Another run's artifacts are asked for with a token, which must be allowed to. */
async function mayReadRun(context: StandInContext, run: number): Promise<void> {
  if (run === context.run) return;
  const token = context.inputs['github-token'] ?? '';
  if (token === '') throw new Error('github-token is needed to download artifacts of another run');
  const slug = context.inputs['repository'] ?? '';
  const response = await fetch(`${context.forge.apiUrl}/repos/${slug}/actions/runs/${run}/artifacts`, {
    headers: { authorization: `Bearer ${token}` },
    signal: context.signal,
  });
  if (!response.ok)
    throw new Error(`Failed to list artifacts of run ${run}: ${response.status} ${await response.text()}`);
}

async function download(context: StandInContext): Promise<void> {
  const { inputs, workspace, forge } = context;
  const run = Number(inputs['run-id'] ?? '0');
  await mayReadRun(context, run);
  const ids = new Set(
    (inputs['artifact-ids'] ?? '')
      .split(',')
      .map((id) => id.trim())
      .filter(Boolean),
  );
  const name = inputs['name'] ?? '';
  if (ids.size > 0 && name !== '')
    throw new Error("Inputs 'name' and 'artifact-ids' cannot be used together");
  const pattern = patternToExpression((inputs['pattern'] ?? '') === '' ? '**' : (inputs['pattern'] ?? ''));
  const wanted = forge.tables.artifacts
    .list((row) => row.run === run)
    .filter((row) => {
      if (ids.size > 0) return ids.has(String(row.id));
      return name === '' ? pattern.test(row.name) : row.name === name;
    });
  if (name !== '' && wanted.length === 0) {
    throw new Error(`Unable to download artifact(s): Artifact not found for name: ${name}`);
  }
  const target = resolve(workspace, inputs['path'] ?? '');
  const flat = name !== '' || (ids.size === 1 && wanted.length === 1) || isTrue(inputs['merge-multiple']);
  for (const artifact of wanted) {
    const folder = flat ? target : join(target, artifact.name);
    for (const [path, bytes] of await artifactFiles(forge, artifact)) {
      const file = resolve(folder, path);
      if (isAbsolute(path) || !file.startsWith(`${folder}${sep}`))
        throw new Error(`Malicious entry: ${path}`);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes);
    }
    context.log(`Artifact ${artifact.name} has been downloaded to ${folder}`);
  }
  await mkdir(target, { recursive: true });
  context.output('download-path', target);
}

export const uploadArtifact: StandIn = {
  action: 'actions/upload-artifact',
  version: 'v7.0.0',
  sha: 'bbbca2ddaa5d8feaa63e36b76fdaad77386f024f',
  inputs: {
    name: 'artifact',
    path: '',
    'if-no-files-found': 'warn',
    'retention-days': '',
    'compression-level': '6',
    overwrite: 'false',
    'include-hidden-files': 'false',
    archive: 'true',
  },
  main: upload,
};

export const downloadArtifact: StandIn = {
  action: 'actions/download-artifact',
  version: 'v8.0.1',
  sha: '3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c',
  inputs: {
    name: '',
    'artifact-ids': '',
    path: '',
    pattern: '',
    'merge-multiple': 'false',
    'github-token': '',
    repository: '${{ github.repository }}',
    'run-id': '${{ github.run_id }}',
    'skip-decompress': 'false',
    'digest-mismatch': 'error',
  },
  main: download,
};
