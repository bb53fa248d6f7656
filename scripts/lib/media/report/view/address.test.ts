import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatAddress, parseAddress } from './address.ts';
import { MODES } from './mode.ts';

test('an address names an artifact, a file and a mode', () => {
  expect(formatAddress({ artifact: 'voice/alpha_d13_episode72', role: 'voice', mode: 'swipe' })).toBe(
    '#voice%2Falpha_d13_episode72/voice/swipe',
  );
  expect(parseAddress('#mesh')).toEqual({ artifact: 'mesh' });
  expect(parseAddress('#mesh/model')).toEqual({ artifact: 'mesh', role: 'model' });
});

test.each(['', '#', '#mesh/model/upside-down', '#a/b/swipe/c', '#%', '#%E0%A4%A'])(
  '%j is no address',
  (fragment) => {
    expect(parseAddress(fragment)).toBeNull();
  },
);

test('what is written is read back, whatever the names are', () => {
  const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).map((text) => text.toWellFormed());
  fc.assert(
    fc.property(name, name, fc.constantFrom(...MODES), (artifact, role, mode) => {
      expect(parseAddress(formatAddress({ artifact, role, mode }))).toEqual({ artifact, role, mode });
      expect(parseAddress(formatAddress({ artifact, role }))).toEqual({ artifact, role });
    }),
  );
});

test('any fragment has an answer', () => {
  fc.assert(fc.property(fc.string(), (fragment) => void parseAddress(fragment)));
});
