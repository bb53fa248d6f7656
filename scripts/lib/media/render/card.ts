import { existsSync, readdirSync } from 'node:fs';

/** How Chromium draws: by software, or by the machine's graphics card through Vulkan or OpenGL ES. */
export type Drawing = 'software' | 'vulkan' | 'gl';

/** What tells of a card: a file that is there or not, and the names in a folder (none when it is not there). */
export interface Devices {
  readonly has: (path: string) => boolean;
  readonly list: (folder: string) => readonly string[];
}

/** Those of this machine. */
export const DEVICES: Devices = {
  has: existsSync,
  list: (folder) => {
    try {
      return readdirSync(folder);
    } catch {
      return []; // no such folder: no such card
    }
  },
};

/**
 * Whether a card is there that can draw without a screen: NVIDIA's device, or a render node of the kernel's (drm(7)). A
 * `card0` without a render node only shows what others drew, as in most virtual machines.
 */
export const hasCard = ({ has, list }: Devices): boolean =>
  has('/dev/nvidia0') || list('/dev/dri').some((name) => /^renderD\d+$/u.test(name));

/** The flags by which Chromium draws so. It no longer falls back to SwiftShader by itself. */
export const FLAGS: Readonly<Record<Drawing, readonly string[]>> = {
  software: ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  vulkan: ['--use-gl=angle', '--use-angle=vulkan', '--enable-features=Vulkan'],
  gl: ['--use-gl=angle', '--use-angle=gl-egl'],
};
