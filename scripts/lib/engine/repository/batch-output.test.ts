import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BatchOutput } from './batch-output.ts';

/** `git hash-object`: SHA-1 over `blob size NUL contents`. */
const blobId = (bytes: Uint8Array): string =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

const Answer = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => ({ bytes: Buffer.from(bytes) })),
  fc
    .string({ unit: 'grapheme', maxLength: 20 })
    .map((name) => ({ line: `${name.replaceAll(/[\r\n\0]/gu, '')} missing` })),
);

test('answers come out whole and in order, in whatever pieces the output comes', () => {
  fc.assert(
    fc.property(
      fc.array(Answer, { maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }),
      (answers, sizes) => {
        const output = Buffer.concat(
          answers.flatMap((answer) =>
            'line' in answer
              ? [Buffer.from(`${answer.line}\n`)]
              : [
                  Buffer.from(`${blobId(answer.bytes)} blob ${answer.bytes.length}\n`),
                  answer.bytes,
                  Buffer.from('\n'),
                ],
          ),
        );
        const reader = new BatchOutput();
        const found = [];
        for (let at = 0, turn = 0; at < output.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          found.push(...reader.push(output.subarray(at, at + size)));
          at += size;
        }
        expect(found).toEqual(
          answers.map((answer) =>
            'line' in answer
              ? answer
              : {
                  object: {
                    sha: blobId(answer.bytes),
                    type: 'blob',
                    size: answer.bytes.length,
                    bytes: answer.bytes,
                  },
                },
          ),
        );
      },
    ),
  );
});

test('an answer is not told before its last byte has come', () => {
  const reader = new BatchOutput();
  expect(reader.push(Buffer.from(`${'a'.repeat(40)} tree 3\nabc`))).toEqual([]);
  expect(reader.push(Buffer.from('\nx mis'))).toHaveLength(1);
  expect(reader.push(Buffer.from('sing\n'))).toEqual([{ line: 'x missing' }]);
});
