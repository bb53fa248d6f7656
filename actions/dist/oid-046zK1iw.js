import { b as string } from "./errors-q2Ocdyoq.js";
import { createHash } from "node:crypto";

// scripts/lib/core/oid.ts
/** SHA-256 of a file's bytes, 64 lower-case hex digits: what Git LFS calls an oid, what the store calls a name. */
const Oid = string().regex(/^[0-9a-f]{64}$/u, "must be a SHA-256: 64 lower-case hex digits").brand("Oid");
/** A Git commit's name: 40 lower-case hex digits (SHA-1 repositories, as on github.com). */
const CommitId = string().regex(/^[0-9a-f]{40}$/u, "must be a full commit id: 40 lower-case hex digits").brand("CommitId");
/** SHA-256 of bytes, or of a string's UTF-8 form. */
function oidOf(bytes) {
	return Oid.parse(createHash("sha256").update(bytes).digest("hex"));
}
/** How people see a digest: its first twelve digits. */
const short = (id) => id.slice(0, 12);

export { short as i, Oid as n, oidOf as r, CommitId as t };