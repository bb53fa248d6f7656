import { t as UserError } from "./errors-q2Ocdyoq.js";
import { t as RepoPath } from "./repo-path-CzQvbCmu.js";
import { c as moveRemote, l as remoteBranch, s as makeCommit } from "./git-access-CYP2zZEK.js";

// scripts/lib/forge/image-branch.ts
/** How often the branch may move under us before we give up. */
const TRIES = 5;
/**
* Puts pictures onto the pull request's own orphan branch, each named by its digest, as ordinary blobs (raw links do not
* follow LFS). What is there already is kept, so that links of older comments go on working.
*
* @returns the commit that holds them all, and those of earlier runs; `undefined` when there never were any
*/
async function putPictures({ root, remote, pull, files, looks, by }) {
	const branch = imageBranch(pull);
	if (files.size === 0 && looks.size === 0) return remoteBranch(root, remote, branch);
	const contents = new Map([...looks].map(([path, text]) => [path, Buffer.from(text)]));
	for (const [digest, { path, extension }] of files) contents.set(picturePath(digest, extension), { file: path });
	for (let attempt = 1; attempt <= TRIES; attempt += 1) {
		const from = await remoteBranch(root, remote, branch) ?? null;
		const to = await makeCommit(root, {
			parent: from,
			base: "parent",
			files: contents,
			message: `Pictures of pull request ${pull}\n`,
			by
		});
		if (await moveRemote(root, remote, {
			branch,
			from,
			to
		})) return to;
	}
	throw new UserError("image-branch-busy", `${branch} moved ${TRIES} times while pictures were put there`, { hint: "Run the job again; nothing is lost." });
}
/** The branch of one pull request's pictures. */
const imageBranch = (pull) => `alpha-images/pr-${pull}`;
/** Where a picture lies on the branch. */
const picturePath = (digest, extension) => RepoPath.parse(`${digest.slice(0, 2)}/${digest}.${extension}`);
/** Its address in a comment: by commit, so that it never shows something else; works in private repositories for who may read them. */
const pictureUrl = (repositoryUrl, commit, digest, extension) => `${repositoryUrl}/blob/${commit}/${picturePath(digest, extension)}?raw=true`;

export { putPictures as i, picturePath as n, pictureUrl as r, imageBranch as t };