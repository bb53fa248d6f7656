import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { writeWhole } from '../../picture-file.ts';

const at = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** The text of `kernel.wasm.ts` beside a `kernel.as`: the same for the same compiler. */
export async function buildKernel(file = at('kernel.as')): Promise<string> {
  const source = await readFile(file, 'utf8');
  const written = new Map<string, Uint8Array | string>();
  const flags = [
    '--outFile',
    'kernel.wasm',
    '-O3',
    '--enable',
    'simd',
    '--runtime',
    'stub',
    '--noAssert',
    '--importMemory',
  ];
  const faults: string[] = [];
  const { error } = await asc.main(['kernel.ts', ...flags], {
    readFile: (name) => (name === 'kernel.ts' ? source : null),
    writeFile: (name, contents) => void written.set(name, contents),
    listFiles: () => [],
    stderr: { write: (text) => void faults.push(String(text)) },
  });
  const module = written.get('kernel.wasm');
  if (error !== null || !(module instanceof Uint8Array))
    throw new Error(`kernel.as does not compile:\n${faults.join('')}`);
  const lines =
    Buffer.from(module)
      .toString('base64')
      .match(/.{1,100}/gu) ?? [];
  return [
    '// Made by build.ts from kernel.as; a test holds the two together.',
    '// oxfmt-ignore',
    'export const KERNEL = [',
    ...lines.map((line) => `  '${line}',`),
    "].join('');",
    '',
  ].join('\n');
}

if (import.meta.main) await writeWhole(at('kernel.wasm.ts'), await buildKernel());
