import { KERNEL } from './kernel.wasm.ts';

/** Calls a function of the kernel by name. */
export type Call = (name: string, ...values: readonly number[]) => number;

export interface Machine {
  readonly memory: WebAssembly.Memory;
  readonly call: Call;
}

/** Past this, a memory that is more than twice as large as needed is given back rather than kept. */
const KEEP = 64 << 20;
const PAGE = 65_536;

/** Where the caller's memory starts; below lies what the compiler may keep for itself. */
export const MEMORY_START = PAGE;

let kept: Machine | undefined;
let compiled: WebAssembly.Module | undefined;

/** The thread's kernel with at least so many bytes of memory; what lay there before is still there or is zero. */
export function machine(bytes: number): Machine {
  const held = kept?.memory.buffer.byteLength ?? 0;
  if (kept !== undefined && (held <= KEEP || held <= 2 * bytes)) {
    if (held < bytes) kept.memory.grow(Math.ceil((bytes - held) / PAGE));
    return kept;
  }
  kept = undefined; // lets the old memory go before the new one is asked for
  compiled ??= new WebAssembly.Module(Buffer.from(KERNEL, 'base64'));
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE), maximum: PAGE });
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory, abort } });
  const call: Call = (name, ...values) => {
    const entry = exports[name];
    if (typeof entry !== 'function') throw new Error(`the pixel kernel has no ${name}`);
    return Number(Reflect.apply(entry, undefined, values));
  };
  kept = { memory, call };
  return kept;
}

const abort = () => {
  throw new Error('the pixel kernel stopped');
};
