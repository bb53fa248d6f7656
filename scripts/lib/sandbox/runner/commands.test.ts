import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Masks, parseCommand, parsePairs } from './commands.ts';

test('a workflow command is told from any other line, with its properties unescaped', () => {
  expect(parseCommand('::error file=a%2Cb.ts,line=3,title=Oh%3A::no%0Amore')).toEqual({
    name: 'error',
    properties: { file: 'a,b.ts', line: '3', title: 'Oh:' },
    message: 'no\nmore',
  });
  expect(parseCommand('::group::a::b')).toEqual({ name: 'group', properties: {}, message: 'a::b' });
  expect(parseCommand('  ::endgroup::')?.name).toBe('endgroup');
  expect(['plain', 'a::error::b', '::error no end', ':: ::x'].map(parseCommand)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('files of pairs hold single lines and blocks, and what is neither is an error', () => {
  expect([...parsePairs('a=1\nb<<END\nx\n\ny=z\nEND\nc=\r\n')]).toEqual([
    ['a', '1'],
    ['b', 'x\n\ny=z'],
    ['c', ''],
  ]);
  expect(() => parsePairs('nothing')).toThrow("Invalid format 'nothing'");
  expect(() => parsePairs('a<<END\nx')).toThrow("Matching delimiter not found 'END'");
});

test('every value comes through a block unchanged, whatever it holds', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string().filter((line) => !line.includes('\r')),
        { minLength: 1 },
      ),
      (lines) => {
        const value = lines.join('\n');
        fc.pre(!value.split('\n').includes('ghadelimiter_1'));
        expect(parsePairs(`name<<ghadelimiter_1\n${value}\nghadelimiter_1\n`).get('name')).toBe(value);
      },
    ),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        parsePairs(text);
      } catch (error) {
        expect(String(error)).toMatch(/Invalid (?:format|value)/u);
      }
      const command = parseCommand(text);
      if (command) expect(text.trimStart().startsWith('::')).toBe(true);
    }),
  );
});

test('secrets are hidden line by line, the longest first', () => {
  const masks = new Masks();
  masks.add('abc');
  masks.add('abcdef\nsecond');
  expect(masks.hide('x abcdef y second abc')).toBe('x *** y *** ***');
  expect([masks.holds('has abc'), masks.holds('none')]).toEqual([true, false]);
});
