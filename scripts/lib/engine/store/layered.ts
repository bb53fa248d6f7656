import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store, Wanted } from './store.ts';

/** A store near at hand in front of one behind a network: what is fetched once is kept near; nothing is written far. */
export function layeredStore(near: Store, far: Store): Store {
  const bring = async (wanted: Wanted): Promise<void> => {
    if (await near.has(wanted)) return;
    const folder = await mkdtemp(join(tmpdir(), 'alpha-bring-'));
    try {
      const path = join(folder, 'object');
      await far.get(wanted, path);
      await near.put(path);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
  return {
    name: `${near.name}, and behind it ${far.name}`,
    has: async (wanted) => (await near.has(wanted)) || far.has(wanted),
    put: (file) => near.put(file),
    get: async (wanted, path) => {
      await bring(wanted);
      await near.get(wanted, path);
    },
    read: async (wanted) => {
      await bring(wanted);
      return near.read(wanted);
    },
  };
}
