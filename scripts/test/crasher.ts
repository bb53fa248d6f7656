import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatLock } from '#core/lock.ts';
import { LedgerRecord } from '#core/ledger-record.ts';
import { oidOf } from '#core/oid.ts';
import { appendToLedger } from '#engine/ledger/ledger.ts';
import { folderStore } from '#engine/store/folder.ts';
import { writeDurably } from '#engine/store/durable-file.ts';
import { randomOf, randomWorld } from './random-world.ts';

// A writer in a process of its own, to be killed at any moment: does one thing again and again, and says after each what it did.
const [kind = '', folder = '', first = '0'] = process.argv.slice(2);

const store = folderStore(join(folder, 'store'));
const work: Readonly<Record<string, (round: number) => Promise<string>>> = {
  async store(round) {
    const from = join(folder, `from-${process.pid}`);
    await writeFile(from, `${round} `.repeat(20_000));
    return (await store.put(from)).digest;
  },
  async lock(round) {
    const text = formatLock(randomWorld(randomOf(round)).lock.values());
    await writeDurably(join(folder, 'alpha.lock.jsonl'), text);
    return oidOf(text);
  },
  async ledger(round) {
    const record = LedgerRecord.parse({
      kind: 'review',
      pull: round + 1,
      commit: 'c'.repeat(40),
      lock: oidOf(String(round)),
      by: 'someone',
    });
    await appendToLedger({ root: folder, remote: 'origin' }, [record], {
      now: () => new Date(0),
      by: { name: 'alpha', email: 'alpha@example.invalid' },
    });
    return String(round + 1);
  },
};

console.log('started');
for (let round = Number(first); ; round += 1) console.log(await work[kind]?.(round));
