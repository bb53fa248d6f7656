import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { oidOf } from '#core/oid.ts';
import { isTrue } from '../stand-in.ts';
import type { StandIn, StandInContext } from '../stand-in.ts';

/** actions/cache v5.0.5: a tar a key, below the sandbox; keys are written once, the newest prefix wins. */

const Entry = z.strictObject({ key: z.string(), paths: z.string(), at: z.number() });
type Entry = z.infer<typeof Entry>;

const lines = (text: string | undefined): string[] =>
  (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

const folderOf = (context: StandInContext): string => join(context.shared, context.repo);
const fileOf = (context: StandInContext, { key, paths }: Pick<Entry, 'key' | 'paths'>): string =>
  join(folderOf(context), oidOf(JSON.stringify([key, paths])));

async function entries(context: StandInContext): Promise<Entry[]> {
  const folder = folderOf(context);
  if (!existsSync(folder)) return [];
  const found: Entry[] = [];
  for (const file of await readdir(folder)) {
    if (file.endsWith('.json'))
      found.push(Entry.parse(JSON.parse(await readFile(join(folder, file), 'utf8'))));
  }
  return found.toSorted((a, b) => b.at - a.at);
}

async function main(context: StandInContext): Promise<void> {
  const { inputs } = context;
  const paths = lines(inputs['path']).join('\n');
  const key = inputs['key'] ?? '';
  const known = (await entries(context)).filter((entry) => entry.paths === paths);
  const exact = known.find((entry) => entry.key === key);
  const near = lines(inputs['restore-keys']).flatMap(
    (prefix) => known.find((entry) => entry.key.startsWith(prefix)) ?? [],
  );
  const hit = exact ?? near[0];
  context.output('cache-hit', String(exact !== undefined));
  context.state.set('hit', String(exact !== undefined));
  if (!hit) {
    if (isTrue(inputs['fail-on-cache-miss'])) throw new Error(`Failed to restore cache entry: ${key}`);
    context.log(`Cache not found for input keys: ${key}`);
    return;
  }
  if (isTrue(inputs['lookup-only'])) return;
  await execa('tar', ['-xPf', `${fileOf(context, hit)}.tar`, '-C', context.workspace], {
    cancelSignal: context.signal,
  });
  context.log(`Cache restored from key: ${hit.key}`);
}

async function post(context: StandInContext): Promise<void> {
  if (context.state.get('hit') === 'true' || isTrue(context.inputs['lookup-only'])) return;
  const there = lines(context.inputs['path']).filter((path) =>
    existsSync(path.startsWith('/') ? path : join(context.workspace, path)),
  );
  if (there.length === 0) return;
  const entry = {
    key: context.inputs['key'] ?? '',
    paths: lines(context.inputs['path']).join('\n'),
    at: Date.now(),
  };
  const file = fileOf(context, entry);
  await mkdir(folderOf(context), { recursive: true });
  const partial = `${file}.${context.job}`;
  await execa('tar', ['-cPf', partial, '-C', context.workspace, '--', ...there]);
  await rename(partial, `${file}.tar`);
  await writeFile(`${file}.${context.job}`, JSON.stringify(entry));
  await rename(`${file}.${context.job}`, `${file}.json`);
  await rm(partial, { force: true });
  context.log(`Cache saved with key: ${entry.key}`);
}

export const cache: StandIn = {
  action: 'actions/cache',
  version: 'v5.0.5',
  sha: '27d5ce7f107fe9357f9df03efb73ab90386fccae',
  inputs: {
    path: '',
    key: '',
    'restore-keys': '',
    'upload-chunk-size': '',
    enableCrossOsArchive: 'false',
    'fail-on-cache-miss': 'false',
    'lookup-only': 'false',
    'save-always': 'false',
  },
  postIf: 'success()',
  main,
  post,
};
