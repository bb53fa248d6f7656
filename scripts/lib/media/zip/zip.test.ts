import { execFileSync } from 'node:child_process';
import { unzipSync, zipSync } from 'fflate';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '#core/errors.ts';
import { decodeZip, encodeZip } from './zip.ts';

const text = (words: string) => new TextEncoder().encode(words);
const files = new Map([
  ['b/two.txt', text('two '.repeat(1000))],
  ['a.bin', Uint8Array.from({ length: 300 }, (_, at) => at)],
]);

test('what is packed is unpacked again, in its order', () => {
  expect([...decodeZip(encodeZip(files))]).toEqual([...files]);
  expect([...decodeZip(encodeZip(files), 'it', undefined, (path) => path === 'a.bin').keys()]).toEqual([
    'a.bin',
  ]);
});

test('the same files give the same bytes in any time zone', () => {
  const script = `
    import { encodeZip } from ${JSON.stringify(new URL('zip.ts', import.meta.url).href)};
    process.stdout.write(encodeZip(new Map([['a', new Uint8Array([1, 2, 3])]])));`;
  const packed = ['UTC', 'Asia/Tokyo', 'America/St_Johns'].map((TZ) =>
    execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, TZ },
    }).toString('hex'),
  );
  expect(new Set(packed).size).toBe(1);
});

test('paths that leave the archive, doubles, bombs and lies about sizes are refused', () => {
  expect(() => encodeZip(new Map([['../up', text('x')]]))).toThrow(RangeError);
  for (const path of ['../up', '/root', 'a/../../b', 'back\\slash', '.git/config', 'nul\u0000'])
    expect(() => decodeZip(zipSync({ [path]: text('x') }))).toThrow(UserError);
  const bomb = encodeZip(new Map([['zeros', new Uint8Array(5_000_000)]]));
  expect(() => decodeZip(bomb, 'it', { entries: 10, bytes: 1_000_000 })).toThrow(/larger than 1000000/u);
  expect(() => decodeZip(encodeZip(files), 'it', { entries: 1, bytes: 1e9 })).toThrow(/more than 1 files/u);
});

test('any bytes give files or a plain refusal', () => {
  const good = encodeZip(files);
  const broken = fc
    .array(fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    })
    .map((edits) => {
      const bytes = Uint8Array.from(good);
      for (const [at, byte] of edits) bytes[at] = byte;
      return bytes;
    });
  const cut = fc.nat(good.length).map((end) => good.slice(0, end));
  fc.assert(
    fc.property(fc.oneof(broken, cut, fc.uint8Array({ maxLength: 100 })), (bytes) => {
      try {
        expect(decodeZip(bytes, 'it', { entries: 10, bytes: 100_000 }).size).toBeLessThanOrEqual(10);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }),
    { numRuns: 1000 },
  );
});

test.each(['runs', 0, 1, 9] as const)('whatever is packed by %s is unpacked again', (packing) => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 3000 }),
    fc.array(fc.nat({ max: 2 }), { maxLength: 3000 }).map((values) => Uint8Array.from(values)),
  );
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 4 }), (given) => {
      const entries = new Map(given.map((file, at) => [`имя-${at}.bin`, file] as const));
      expect([...decodeZip(encodeZip(entries, () => packing))]).toEqual([...entries]);
    }),
  );
});

test('what other programs pack is unpacked as fflate does it', () => {
  const given = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/u), fc.uint8Array({ maxLength: 500 }));
  fc.assert(
    fc.property(given, fc.constantFrom(0, 6, 9), (entries, level) => {
      const packed = zipSync(entries, { level });
      expect(Object.fromEntries(decodeZip(packed))).toEqual(unzipSync(packed));
    }),
  );
});

test('a file of which a byte was changed is damaged, wherever it was', () => {
  const content = text('only one way to say it');
  const packed = encodeZip(new Map([['words.txt', content]]), () => 0);
  const start = Buffer.from(packed).indexOf('only one way');
  for (let at = start; at < start + content.length; at += 1) {
    const changed = Uint8Array.from(packed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => decodeZip(changed, 'it')).toThrow('it: words.txt is damaged: its checksum is another');
  }
});
