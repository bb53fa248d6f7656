/** Writes the JSON Schemas of what people edit to assets/schema/, from the types that the code parses with. `--check` only compares. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Card } from '#core/card.ts';
import { Episode } from '#core/episode.ts';
import { LedgerEntry } from '#core/ledger-record.ts';
import { LockLine } from '#core/lock.ts';
import { Manifest } from '#core/manifest.ts';
import { Owner } from '#engine/licence/owner.ts';

const folder = join(import.meta.dirname, '..', 'assets', 'schema');
const schemas = {
  manifest: ['assets/alpha.yml: what should exist', Manifest],
  episode: ['episodes/<slug>/episode.yml: what is said, over which sound', Episode],
  card: ['assets/alpha-ref.yml: how the reference was made', Card],
  owner: ['assets/owner.yml: who builds here, stated once', Owner],
  'lock-line': ['one line of assets/alpha.lock.jsonl: what exists of one artifact', LockLine],
  'ledger-entry': ['one line of ledger.jsonl on the branch alpha-ledger', LedgerEntry],
} as const;

const check = process.argv.includes('--check');
await mkdir(folder, { recursive: true });
for (const [name, [title, schema]] of Object.entries(schemas)) {
  const file = join(folder, `${name}.json`);
  const text = `${JSON.stringify({ title, ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) }, null, 2)}\n`;
  if (!check) await writeFile(file, text);
  else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
    process.stderr.write(
      `assets/schema/${name}.json is not what the code parses with: run \`npm run schema\` and commit it.\n`,
    );
    process.exitCode = 1;
  }
}
