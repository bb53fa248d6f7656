import { expect, test } from 'vitest';
import { byteSize, duration, figure, grouped, percent, quantity } from './figures.ts';

const plain = (text: string): string => text.replaceAll('\u202f', ' ');

test.each([
  [0, '0'],
  [999, '999'],
  [1_048_576, '1 048 576'],
  [-12_345.5, '−12 345.5'],
])('%d is grouped as %s', (value, text) => {
  expect(plain(grouped(value))).toBe(text);
});

test.each([
  [0.012_345, '0.0123'],
  [1.2, '1.2'],
  [345.6, '346'],
  [1e-9, '1.00e−9'],
  [Number.POSITIVE_INFINITY, '∞'],
  [Number.NaN, 'not a number'],
])('%d shows its first three digits: %s', (value, text) => {
  expect(plain(figure(value))).toBe(text);
});

test.each([
  [0, '0 %'],
  [0.000_01, '< 0.01 %'],
  [0.1234, '12.3 %'],
  [1, '100 %'],
])('the share %d reads %s: a change never reads as none', (share, text) => {
  expect(plain(percent(share))).toBe(text);
});

test.each([
  [12, '12 bytes'],
  [1536, '1.5 KiB'],
  [5_242_880, '5 MiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(plain(byteSize(bytes))).toBe(text);
});

test.each([
  [0.42, '0.42 s'],
  [200, '3 min 20 s'],
  [240, '4 min'],
  [7260, '2 h 1 min'],
])('%d seconds are %s', (seconds, text) => {
  expect(plain(duration(seconds))).toBe(text);
});

test.each([
  [0.5, 'share', '50 %'],
  [2048, 'bytes', '2 KiB'],
  [58, '°', '58°'],
  [5240, 'px', '5 240 px'],
  [4, 'count', '4'],
  [3.217, 'ΔE00', '3.22 ΔE00'],
])('%d in %s reads %s', (value, unit, text) => {
  expect(plain(quantity(value, unit))).toBe(text);
});
