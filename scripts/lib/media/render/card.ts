import { existsSync, readdirSync } from 'node:fs';

/** Whether the machine's graphics card may draw: it is fast, but each kind of card rounds in its own way. */
export type Drawing = 'software' | 'card-if-there';

/** What tells of a card: a file that is there or not, and the names in a folder (none when it is not there). */
export interface Devices {
  readonly has: (path: string) => boolean;
  readonly list: (folder: string) => readonly string[];
}

const OWN: Devices = {
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
export const hasCard = ({ has, list }: Devices = OWN): boolean =>
  has('/dev/nvidia0') || list('/dev/dri').some((name) => /^renderD\d+$/u.test(name));

/** Chrome no longer falls back to SwiftShader by itself. */
const SOFTWARE = ['--use-angle=swiftshader', '--use-gl=angle', '--enable-unsafe-swiftshader'];
const CARD = ['--use-angle=vulkan', '--use-gl=angle', '--enable-features=Vulkan'];

/** The flags by which Chromium draws so. */
export const flagsFor = (drawing: Drawing, devices: Devices = OWN): readonly string[] =>
  drawing === 'card-if-there' && hasCard(devices) ? CARD : SOFTWARE;
