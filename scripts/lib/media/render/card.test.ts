import { expect, test } from 'vitest';
import { type Devices, flagsFor, hasCard } from './card.ts';

/** A machine that has these files and no others. */
const machine = (...files: readonly string[]): Devices => ({
  has: (path) => files.includes(path),
  list: (folder) =>
    files.filter((file) => file.startsWith(`${folder}/`)).map((file) => file.slice(folder.length + 1)),
});

test.each([
  ['a plain virtual machine', machine(), false],
  ['a virtual machine with a screen and nothing behind it', machine('/dev/dri/card0', '/dev/fb0'), false],
  [
    'a runner with an RTX 5090',
    machine('/dev/nvidia0', '/dev/nvidiactl', '/dev/nvidia-uvm', '/dev/dri/card1', '/dev/dri/renderD128'),
    true,
  ],
  [
    'a container that is lent an NVIDIA card',
    machine('/dev/nvidia0', '/dev/nvidiactl', '/dev/nvidia-uvm'),
    true,
  ],
  ["a container with NVIDIA's control device alone", machine('/dev/nvidiactl'), false],
  ['a laptop with an Intel card', machine('/dev/dri/by-path', '/dev/dri/card0', '/dev/dri/renderD128'), true],
  ['a machine whose second card alone renders', machine('/dev/dri/card0', '/dev/dri/renderD129'), true],
])('%s: a card that draws is there or not', (_, devices, expected) => {
  expect(hasCard(devices)).toBe(expected);
  expect(flagsFor('card-if-there', devices)).toContain(
    expected ? '--use-angle=vulkan' : '--use-angle=swiftshader',
  );
});

test('where software is asked for, a card has no say', () => {
  expect(flagsFor('software', machine('/dev/nvidia0'))).toContain('--use-angle=swiftshader');
});
