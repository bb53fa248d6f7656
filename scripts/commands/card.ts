import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { parseDocument } from 'yaml';
import { parseCard } from '#core/card.ts';
import { UserError } from '#core/errors.ts';
import { MANIFEST_PATH, parseManifest } from '#core/manifest.ts';
import { oidOf } from '#core/oid.ts';
import { readPointer } from '#core/pointer.ts';
import { catalog } from '#engine/pipelines/catalog.ts';
import { writeDurably } from '#engine/store/durable-file.ts';
import { readReference } from '#media/canon/reference.ts';
import { answer, EXIT } from './terminal.ts';
import type { Answer, Common } from './terminal.ts';
import { openWorkspace } from './workspace.ts';

export function registerCard(program: Command): void {
  program
    .command('card')
    .description("write the picture's digests into its card, and name its predecessor")
    .option('--json', 'for programs')
    .action((options: Common) => answer(options, writeCards));
}

async function writeCards(): Promise<Answer> {
  const { root } = await openWorkspace();
  const manifest = parseManifest(await readFile(join(root, MANIFEST_PATH), 'utf8'), MANIFEST_PATH, catalog);
  const written: { card: string; file: string; pixels: string; changed: boolean }[] = [];
  for (const source of Object.values(manifest.sources)) {
    if (source.kind !== 'picture') continue;
    const bytes = await readFile(join(root, source.path));
    if (readPointer(bytes) !== undefined) {
      throw new UserError(
        'lfs-object-missing',
        `${source.path} is a Git LFS pointer here: its bytes are not in this clone`,
        {
          hint: 'Fetch them: `git lfs pull`, or `bash scripts/setup.sh` where the host serves no LFS.',
        },
      );
    }
    const { pixels } = readReference(bytes, source);
    const file = oidOf(bytes);
    const text = await readFile(join(root, source.card), 'utf8');
    const old = parseCard(text, source.card);
    const document = parseDocument(text);
    document.set('file', file);
    if (old.pixels !== pixels) {
      document.set('pixels', pixels);
      document.set('predecessor', old.pixels);
    }
    const changed = old.file !== file || old.pixels !== pixels;
    if (changed) await writeDurably(join(root, source.card), document.toString({ lineWidth: 0 }));
    written.push({ card: source.card, file, pixels, changed });
  }
  return {
    json: { cards: written },
    text: written.map(({ card, changed }) => `${card} ${changed ? 'was written anew' : 'is right already'}`),
    exit: EXIT.ok,
  };
}
