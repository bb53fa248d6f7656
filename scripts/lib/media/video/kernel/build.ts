import { fileURLToPath } from 'node:url';
import { buildKernel } from '../../compare/kernel/build.ts';
import { writeWhole } from '../../picture-file.ts';

const at = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** The text of `kernel.wasm.ts`. */
export const buildVideoKernel = (): Promise<string> => buildKernel(at('kernel.as'));

if (import.meta.main) await writeWhole(at('kernel.wasm.ts'), await buildVideoKernel());
