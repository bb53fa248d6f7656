import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oidOf } from './oid.ts';
import { pointerOf, pointerText, readPointer } from './pointer.ts';
import { RepoPath } from './repo-path.ts';

const pointers = fc.record({ oid: fc.string().map(oidOf), size: fc.maxSafeNat() });
const path = RepoPath.parse('assets/alpha-ref.png');
const utf8 = (text: string) => Buffer.from(text);

test('a pointer reads back as it was written', () => {
  fc.assert(
    fc.property(pointers, (pointer) => {
      expect(readPointer(utf8(pointerText(pointer)))).toEqual(pointer);
      expect(pointerOf(utf8(pointerText(pointer)), path)).toEqual(pointer);
    }),
  );
});

test('bytes are a pointer only if they are just the text of one', () => {
  fc.assert(
    fc.property(
      pointers,
      fc.nat(150),
      fc.nat(3),
      fc.uint8Array({ maxLength: 3 }),
      (pointer, at, gone, put) => {
        const text = utf8(pointerText(pointer));
        const edited = Buffer.concat([text.subarray(0, at), put, text.subarray(at + gone)]);
        const read = readPointer(edited);
        if (read !== undefined) expect(edited.equals(utf8(pointerText(read)))).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => readPointer(bytes) === undefined));
});

const good = pointerText({ oid: oidOf('x'), size: 12 });
test.each([
  ['nothing', ''],
  ['CRLF', good.replaceAll('\n', '\r\n')],
  ['no last line end', good.trimEnd()],
  ['something behind it', `${good}x`],
  ['an empty line', `${good}\n`],
  ['another version', good.replace('/v1', '/v2')],
  ['the old address', good.replace('git-lfs.github.com', 'hawser.github.com')],
  ['an extension', good.replace('oid ', `ext-0-x sha256:${oidOf('y')}\noid `)],
  ['another hash', good.replace('sha256:', 'sha512:')],
  ['capital digits', good.replace(/sha256:(?<hex>\w+)/u, (all) => all.toUpperCase())],
  ['a size with a zero in front', good.replace('size 12', 'size 012')],
  ['a negative size', good.replace('size 12', 'size -12')],
  ['a size past 2⁵³', good.replace('size 12', 'size 9007199254740992')],
  ['two sizes', `${good}size 12\n`],
  ['a conflict', `<<<<<<< ours\n${good}`],
])('%s is no pointer', (_, text) => {
  expect(readPointer(utf8(text))).toBeUndefined();
  expect(() => pointerOf(utf8(text), path)).toThrow(expect.objectContaining({ code: 'not-in-lfs' }));
});
