import { t as UserError } from "./errors-q2Ocdyoq.js";
import { i as short } from "./oid-046zK1iw.js";

// scripts/lib/engine/store/store.ts
const notStored = (store, digest) => new UserError("store-missing", `${short(digest)} is not in ${store.name}`, { hint: "Build it again on a pull request: another build may give other bytes, and these need a review of their own." });
const corrupt = (store, digest, where) => new UserError("store-corrupt", `${short(digest)} in ${store.name} does not hash to its name`, { hint: `It was not used. Check the disk, then delete ${where} and fetch or build it again.` });

export { notStored as n, corrupt as t };