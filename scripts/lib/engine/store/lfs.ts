import { UserError } from '#core/errors.ts';
import { downloadObject, hasObject, uploadObject } from '../repository/lfs-remote.ts';
import type { LfsRemote, Transfer } from '../repository/lfs-remote.ts';
import { contentsOf } from './durable-file.ts';
import { readThrough } from './receive.ts';
import { notStored } from './store.ts';
import type { Store, Wanted } from './store.ts';

/** The LFS objects of a Git remote as a store: what every job of a workflow can reach with the token that it has. */
export function lfsStore(remote: LfsRemote, transfer: Transfer): Store {
  const name = `the LFS objects at ${remote.kind === 'http' ? remote.url : (remote.folders[0] ?? 'no folder')}`;
  const { signal } = transfer;
  const get = async ({ digest, size }: Wanted, path: string): Promise<void> => {
    try {
      await downloadObject(remote, { oid: digest, size }, path, transfer);
    } catch (cause) {
      if (cause instanceof UserError && cause.code === 'lfs-object-missing')
        throw notStored({ name }, digest);
      throw cause;
    }
  };
  return {
    name,
    has: ({ digest, size }) => hasObject(remote, { oid: digest, size }, signal),
    put: async (file) => {
      const contents = await contentsOf(file);
      const object = { oid: contents.digest, size: contents.size };
      await uploadObject(remote, object, file, signal);
      // Not read back as a whole: LFS traffic is billed, the server has hashed what it took, and so does each get.
      if (!(await hasObject(remote, object, signal))) throw notStored({ name }, contents.digest);
      return contents;
    },
    get,
    read: (wanted) => readThrough((path) => get(wanted, path)),
  };
}
