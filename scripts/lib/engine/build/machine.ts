import { execa } from 'execa';
import type { Node } from '#core/graph.ts';
import type { Machine } from './resources.ts';

/** A build may take three times as long as it is said to, and never less than ten minutes. */
export const timeoutOf = ({ gpu }: Pick<Node, 'gpu'>): number => Math.max(600, (gpu?.minutes ?? 0) * 180);

/** What this machine has for builds: `slots` at once on the CPU, and the memory of its first NVIDIA GPU, if it has one. */
export async function machineOf(slots: number): Promise<Machine> {
  const asked = await execa('nvidia-smi', ['--query-gpu=memory.total', '--format=csv,noheader,nounits'], {
    reject: false,
    timeout: 20_000,
    stdin: 'ignore',
  });
  const mebibytes = Number(asked.exitCode === 0 ? asked.stdout.split('\n')[0] : Number.NaN);
  return Number.isFinite(mebibytes) && mebibytes > 0 ? { slots, vramGb: mebibytes / 1024 } : { slots };
}
