import { b as string } from "./errors-q2Ocdyoq.js";

// scripts/lib/core/repo-path.ts
/**
* A path inside the repository: relative, `/` between its parts, no `..`, `.` or empty part, no backslash, no
* control character, no half of a surrogate pair, not below `.git`, at most 1 024 UTF-16 units. What a pull request names can then be joined to a folder.
*/
const RepoPath = string().max(1024, "must not be longer than 1024 characters").refine(isInside, "must be a relative path that stays in the repository").brand("RepoPath");
function isInside(path) {
	if (path === "" || !path.isWellFormed() || /[\\\u0000-\u001f\u007f]/u.test(path)) return false;
	const parts = path.split("/");
	return parts.every((part) => part !== "" && part !== "." && part !== "..") && parts[0]?.toLowerCase() !== ".git";
}

export { RepoPath as t };