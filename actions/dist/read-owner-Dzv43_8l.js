import { T as parseYamlAs, d as readFiles, f as treeFiles, m as ask } from "./git-access-CYP2zZEK.js";
import { b as string, g as number, m as literal, s as _enum, y as strictObject } from "./errors-q2Ocdyoq.js";
import { l as ifThere } from "./limits-DRiG-UHI.js";
import { t as RepoPath } from "./repo-path-CzQvbCmu.js";
import { join } from "node:path";
import { readFile } from "node:fs/promises";

// scripts/lib/engine/licence/owner.ts
/** What electricity and the card cost; every field by itself may be left out, and then is not counted. */
const Rates = strictObject({
	/** ISO 4217, as in EUR. */
	currency: string().regex(/^[A-Z]{3}$/u, "must be a currency such as EUR"),
	/** Wear of the card, rent, or both: for an hour in which it computes. */
	pricePerGpuHour: number().min(0).max(1e4).exactOptional(),
	pricePerKwh: number().min(0).max(100).exactOptional(),
	/** What the machine draws while the card computes, where no meter was read. */
	watts: number().min(1).max(2e4).exactOptional()
});
/** Who builds here, stated once: `assets/owner.yml`. Licences are held against it, costs are counted with it. */
const Owner = strictObject({
	schema: literal("alpha-owner/1"),
	/** Where the owner is: ISO 3166-1 alpha-2, as in DE. */
	region: string().regex(/^[A-Z]{2}$/u, "must be a two-letter country such as DE"),
	/** What the outputs are used for: the freest of the three that applies. */
	use: _enum([
		"research",
		"personal",
		"commercial"
	]),
	rates: Rates.exactOptional()
});
const OWNER_PATH = RepoPath.parse("assets/owner.yml");
/** @throws {UserError} `owner-invalid`, naming every wrong field at once */
function parseOwner(text, file = OWNER_PATH) {
	return parseYamlAs(Owner, text, file, "owner-invalid", `Mend the fields above in ${file}: schema, region, use, and rates where costs are to be counted.`);
}

// scripts/lib/engine/licence/read-owner.ts
const MAX_BYTES = 64e3;
/**
* Who builds here, as a commit states it, or, without one, the work tree; `undefined` when it does not.
*
* @throws {UserError} `owner-invalid`
*/
async function readOwner(root, commit) {
	if (commit === void 0) {
		const text = await ifThere(readFile(join(root, OWNER_PATH), "utf8"));
		return text === void 0 ? void 0 : parseOwner(text);
	}
	const files = await ask(root, treeFiles(commit, [OWNER_PATH]));
	const bytes = (await readFiles(root, files, MAX_BYTES)).get(OWNER_PATH);
	return bytes === void 0 ? void 0 : parseOwner(Buffer.from(bytes).toString("utf8"));
}

export { OWNER_PATH as n, readOwner as t };