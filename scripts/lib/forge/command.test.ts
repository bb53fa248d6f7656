import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCommand } from './command.ts';

const sha = '0123456789abcdef0123456789abcdef01234567';

test.for([
  ['/alpha', { kind: 'help' }],
  ['/alpha help\n', { kind: 'help' }],
  [`/alpha build ${sha}`, { kind: 'build', sha }],
  [`/alpha  build\t${sha} \r\n\n`, { kind: 'build', sha }],
  [
    '/alpha accept stills the hair is meant so',
    { kind: 'accept', artifact: 'stills', reason: 'the hair is meant so' },
  ],
  [
    '/alpha accept talk/alpha_d13_episode72 sie soll anders aussehen: „so“',
    { kind: 'accept', artifact: 'talk/alpha_d13_episode72', reason: 'sie soll anders aussehen: „so“' },
  ],
] as const)('%j is a command', ([body, command]) => {
  expect(parseCommand(body)).toEqual(command);
});

test.for([
  '',
  'alpha help',
  ' /alpha help',
  '> /alpha accept stills because',
  '/alphabet',
  '/alpha-ref help',
  '/ALPHA help',
  'looks good\n/alpha accept stills because',
  '`/alpha help`',
])('%j is none', (body) => {
  expect(parseCommand(body)).toEqual({ kind: 'none' });
});

test.for([
  '/alpha help me',
  '/alpha build',
  '/alpha build abc1234',
  '/alpha build main',
  `/alpha build ${sha.toUpperCase()}`,
  `/alpha build ${sha} ${sha}`,
  `/alpha build ${sha}; rm -rf /`,
  `/alpha build $(touch pwned)`,
  `/alpha build ${sha}\n/alpha accept stills because`,
  '/alpha accept',
  '/alpha accept stills',
  '/alpha accept stills ok',
  '/alpha accept ../stills it is meant so',
  '/alpha accept Stills it is meant so',
  '/alpha accept stills it is\u2028meant so',
  '/alpha accept stills turned \u202e around',
  '/alpha accept stills zero\u0000byte',
  `/alpha accept stills ${'x'.repeat(501)}`,
  `/alpha accept stills ${'x'.repeat(5000)}`,
  '/alpha publish',
  '/alpha Build',
])('%j is malformed, and told why', (body) => {
  expect(parseCommand(body)).toEqual({ kind: 'malformed', because: expect.stringMatching(/\S/u) });
});

test('no text makes the reader of commands crash, and what it reads is what was written', () => {
  const words = fc.constantFrom(
    '/alpha',
    'build',
    'accept',
    'help',
    sha,
    sha.slice(1),
    'stills',
    ' ',
    '\t',
    '\n',
    '\u0000',
    'ok',
    '$(x)',
    '${{ x }}',
    '/',
  );
  const bodies = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }).map((text) => `/alpha ${text}`),
    fc.string({ unit: 'binary' }).map((text) => `/alpha accept stills ${text}`),
    fc.array(words, { maxLength: 8 }).map((all) => all.join('')),
    fc.array(words, { maxLength: 8 }).map((all) => all.join(' ')),
  );
  fc.assert(
    fc.property(bodies, (body) => {
      const command = parseCommand(body);
      if (command.kind === 'build') {
        expect(command.sha).toMatch(/^[0-9a-f]{40}$/u);
        expect(body.trimEnd().endsWith(command.sha)).toBe(true);
      }
      if (command.kind === 'accept') {
        expect(body).toContain(command.artifact);
        expect(body).toContain(command.reason);
        expect(command.reason).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(command.reason.length).toBeGreaterThanOrEqual(3);
      }
      if (command.kind !== 'none') expect(body.startsWith('/alpha')).toBe(true);
    }),
    { numRuns: 3000 },
  );
});
