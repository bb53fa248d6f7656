import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { byBlazediff } from './diff-tools.ts';

const { names, folder, out } = z
  .object({ names: z.array(z.string()), folder: z.string(), out: z.string() })
  .parse(workerData);
const counts: Record<string, number> = {};
for (const name of names) counts[name] = await byBlazediff(folder, name, out);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage(counts);
