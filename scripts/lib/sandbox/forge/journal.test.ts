import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { Journal } from './journal.ts';

const Row = z.strictObject({ id: z.int(), text: z.string() });

function inFolder<T>(body: (file: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  try {
    return body(join(folder, 'journal.jsonl'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('rows are there again after the file was opened anew, and ids are never given twice', () => {
  inFolder((file) => {
    const journal = new Journal(file);
    const rows = journal.table('rows', Row);
    const ids = ['a', 'b', 'c'].map((text) => rows.put({ id: journal.nextId(), text }).id);
    rows.remove(ids[2] ?? 0);
    rows.put({ id: ids[0] ?? 0, text: 'A' });
    journal.close();
    const again = new Journal(file);
    expect(again.table('rows', Row).list()).toEqual([
      { id: 1, text: 'A' },
      { id: 2, text: 'b' },
    ]);
    expect(again.nextId()).toBe(4);
    again.close();
  });
});

test('a journal that was torn anywhere in its last line opens with all lines before it', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), fc.nat(), (texts, cut) =>
      inFolder((file) => {
        const journal = new Journal(file);
        const rows = journal.table('rows', Row);
        for (const text of texts) rows.put({ id: journal.nextId(), text });
        journal.close();
        const whole = readFileSync(file);
        const torn = JSON.stringify({ do: 'put', table: 'rows', id: 99, row: { id: 99, text: 'torn' } });
        appendFileSync(file, torn.slice(0, cut % torn.length));
        const again = new Journal(file);
        expect(
          again
            .table('rows', Row)
            .list()
            .map(({ text }) => text),
        ).toEqual(texts);
        again.close();
        expect(readFileSync(file)).toEqual(whole);
      }),
    ),
    { numRuns: 20 },
  );
});

test('a row of another shape is refused before it is written', () => {
  inFolder((file) => {
    const journal = new Journal(file);
    const rows = journal.table('rows', Row);
    expect(() => rows.put(Object.assign({ id: 1, text: 'a' }, { extra: true }))).toThrow('extra');
    journal.close();
    expect(readFileSync(file, 'utf8')).toBe('');
  });
});
