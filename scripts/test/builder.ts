import { z } from 'zod';
import { buildStale } from '#engine/build/build-stale.ts';
import { lfsReader } from '#engine/repository/lfs-objects.ts';
import { readWorkTree } from '#engine/repository/snapshot.ts';
import { folderStore } from '#engine/store/folder.ts';
import { folderResults } from '#engine/store/results.ts';
import { catalog } from './small-world/declarations.ts';

// A builder in a process of its own, to be killed at any moment: builds what is stale in a work tree, and says what ended.
const Job = z.strictObject({
  root: z.string(),
  store: z.string(),
  work: z.string(),
  program: z.string(),
  pipelines: z.string(),
  vramGb: z.number().exactOptional(),
});
const {
  root,
  store: folder,
  work,
  program,
  pipelines,
  vramGb,
} = Job.parse(JSON.parse(process.argv[2] ?? ''));
const store = folderStore(folder);
const bytesOf = await lfsReader(root, { maxBytes: 1_000_000 });
await buildStale({
  snapshot: await readWorkTree(root, { catalog, bytesOf, trust: 'cards' }),
  catalog,
  store,
  results: folderResults(folder, store),
  bytesOf,
  folder: work,
  program,
  pipelines,
  runner: 'here',
  machine: { slots: 2, ...(vramGb !== undefined && { vramGb }) },
  timeoutSeconds: () => 60,
  signal: new AbortController().signal,
  onEvent: (event) => {
    if (event.kind === 'started') console.log(`started ${event.name}`);
    if (event.kind === 'ended') console.log(`${event.outcome.kind} ${event.name}`);
  },
});
