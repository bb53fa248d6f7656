import { layeredStore } from './layered.ts';
import type { Store } from './store.ts';

/** A store near at hand in front of one behind a network: what is put lies in both, what is read is fetched once. */
export function throughStore(near: Store, far: Store): Store {
  return {
    ...layeredStore(near, far),
    put: async (file) => {
      await far.put(file); // first where all can reach it: whoever sees it near can rely on it
      return near.put(file);
    },
  };
}
