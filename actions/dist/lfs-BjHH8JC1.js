import { t as UserError } from "./errors-q2Ocdyoq.js";
import { _ as downloadObject, b as uploadObject, v as hasObject } from "./cost-Dvjo-J5s.js";
import { c as contentsOf, r as readThrough } from "./limits-DRiG-UHI.js";
import { n as notStored } from "./store-CZeUg8oV.js";

// scripts/lib/engine/store/lfs.ts
/** The LFS objects of a Git remote as a store: what every job of a workflow can reach with the token that it has. */
function lfsStore(remote, transfer) {
	const name = `the LFS objects at ${remote.kind === "http" ? remote.url : remote.folders[0] ?? "no folder"}`;
	const { signal } = transfer;
	const get = async ({ digest, size }, path) => {
		try {
			await downloadObject(remote, {
				oid: digest,
				size
			}, path, transfer);
		} catch (cause) {
			if (cause instanceof UserError && cause.code === "lfs-object-missing") throw notStored({ name }, digest);
			throw cause;
		}
	};
	return {
		name,
		has: ({ digest, size }) => hasObject(remote, {
			oid: digest,
			size
		}, signal),
		put: async (file) => {
			const contents = await contentsOf(file);
			const object = {
				oid: contents.digest,
				size: contents.size
			};
			await uploadObject(remote, object, file, signal);
			if (!await hasObject(remote, object, signal)) throw notStored({ name }, contents.digest);
			return contents;
		},
		get,
		read: (wanted) => readThrough((path) => get(wanted, path))
	};
}

export { lfsStore as t };