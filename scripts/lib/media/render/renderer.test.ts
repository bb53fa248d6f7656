import { expect, test } from 'vitest';
import { type Devices, hasCard } from './card.ts';
import { chooseRenderer, type Probe, SOFTWARE, SWIFTSHADER, wishOf } from './renderer.ts';

/** A machine that has these files and no others. */
const machine = (...files: readonly string[]): Devices => ({
  has: (path) => files.includes(path),
  list: (folder) =>
    files.filter((file) => file.startsWith(`${folder}/`)).map((file) => file.slice(folder.length + 1)),
});

const RUNNER = machine(
  '/dev/nvidia0',
  '/dev/nvidiactl',
  '/dev/nvidia-uvm',
  '/dev/dri/card1',
  '/dev/dri/renderD128',
);

test.each([
  ['a plain virtual machine', machine(), false],
  ['a virtual machine with a screen and nothing behind it', machine('/dev/dri/card0', '/dev/fb0'), false],
  ['a runner with an RTX 5090', RUNNER, true],
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
});

const RTX = 'ANGLE (NVIDIA, Vulkan 1.4.303 (NVIDIA NVIDIA GeForce RTX 5090 (0x00002B85)), NVIDIA)';
const RTX_GL = 'ANGLE (NVIDIA Corporation, NVIDIA GeForce RTX 5090/PCIe/SSE2, OpenGL ES 3.2)';
const SWIFT = 'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)';
const LLVMPIPE = 'ANGLE (Mesa/X.org, llvmpipe (LLVM 15.0.6 256 bits), OpenGL ES 3.2)';

/** Answers of a driver, by way to draw; none where it draws nothing. */
const driver =
  (answers: { readonly vulkan?: string; readonly gl?: string }): Probe =>
  (drawing) =>
    Promise.resolve(drawing === 'software' ? SWIFT : answers[drawing]);

test('a card that draws does so for meshes and splats alike', async () => {
  expect(await chooseRenderer('auto', RUNNER, driver({ vulkan: RTX }))).toEqual({
    name: `vulkan ${RTX}`,
    mesh: 'vulkan',
    splat: 'vulkan',
  });
});

test('a card without Vulkan draws by OpenGL ES', async () => {
  const chosen = await chooseRenderer('auto', RUNNER, driver({ gl: RTX_GL }));
  expect(chosen).toEqual({ name: `gl ${RTX_GL}`, mesh: 'gl', splat: 'gl' });
});

test.each([
  ['draws nothing', driver({})],
  ['is SwiftShader under the name of Vulkan', driver({ vulkan: SWIFT })],
  ['is a processor under the name of OpenGL', driver({ gl: LLVMPIPE })],
])('where the driver of a card %s, software draws', async (_, probe) => {
  expect(await chooseRenderer('auto', RUNNER, probe)).toEqual(SOFTWARE);
});

test('where no card is, nobody is asked whether it draws', async () => {
  expect(await chooseRenderer('auto', machine(), driver({ vulkan: RTX }))).toEqual(SOFTWARE);
});

test('where software is wished for, a card has no say', async () => {
  const probe = driver({ vulkan: RTX });
  expect(await chooseRenderer(wishOf('software'), RUNNER, probe)).toEqual(SOFTWARE);
  expect(await chooseRenderer(wishOf('swiftshader'), RUNNER, probe)).toEqual(SWIFTSHADER);
});

test('a wish that nobody knows is told, with those that are known', () => {
  expect(() => wishOf('gpu')).toThrow(
    expect.objectContaining({ code: 'renderer-unknown', hint: 'It may be auto, software, swiftshader.' }),
  );
  expect(wishOf('')).toBe('auto');
});
