import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sniff } from './sniff.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (sign) => sign.codePointAt(0) ?? 0);

test.each([
  ['\u0089PNG\r\n\u001a\n....', 'image/png'],
  ['\u00ff\u00d8\u00ff\u00e0', 'image/jpeg'],
  ['RIFF....WEBPVP8 ', 'image/webp'],
  ['RIFF....WAVEfmt ', 'audio/wav'],
  ['glTF\u0002', 'model/gltf-binary'],
  ['ply\nformat', 'application/ply'],
  ['....ftypisom', 'video/mp4'],
  ['\u001aE\u00df\u00a3', 'video/webm'],
  ['fLaC', 'audio/flac'],
  [`PK\u0003\u0004${'.'.repeat(26)}sequence.json`, 'application/x-splat-sequence'],
])('%j is %s', (head, type) => {
  expect(sniff(bytes(head))).toBe(type);
});

test('a page or a drawing with script is nothing that is shown', () => {
  expect(sniff(bytes('<svg xmlns="http://www.w3.org/2000/svg">'))).toBeNull();
  expect(sniff(bytes('<!doctype html>'))).toBeNull();
  expect(sniff(bytes(`PK\u0003\u0004${'.'.repeat(26)}transforms.json`))).toBeNull();
  expect(sniff(new Uint8Array())).toBeNull();
});

test('any bytes have an answer', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (head) => void sniff(head)));
});
