import { M as severity } from "./git-access-CYP2zZEK.js";
import { _ as object, b as string, f as int, l as array } from "./errors-q2Ocdyoq.js";
import { i as short } from "./oid-046zK1iw.js";
import { n as byCodeUnit } from "./json-BCmY7Bcn.js";
import { a as isClosed, n as gateSentence, t as acceptCommand } from "./gate-BU5ZrGAD.js";
import { a as sumCosts, n as costWords } from "./cost-Dvjo-J5s.js";
import { t as needing } from "./github-BbO4GtpQ.js";
import { n as escapeMarkdown, t as escapeAttribute } from "./markdown-BwVuTg99.js";

// scripts/lib/forge/check-run.ts
/** The name of the check that a pull request shows. */
const CHECK = "alpha-ref";
/**
* Reports a finished check on a commit. The commit with the lock is pushed by the job's own token, which starts no
* workflow: without this report its required check would wait for ever (I24).
*/
async function reportCheck(github, check) {
	const { owner, repo } = github;
	await needing("checks: write", () => github.request("POST /repos/{owner}/{repo}/check-runs", {
		owner,
		repo,
		name: check.name,
		head_sha: check.commit,
		status: "completed",
		conclusion: check.conclusion,
		details_url: check.detailsUrl,
		output: {
			title: check.title,
			summary: check.summary.slice(0, 65535)
		}
	}));
}

// scripts/lib/media/compare/group.ts
/**
* Verdicts in the order in which a reviewer should look at them, those that changed alike joined: one family, medium and kind,
* and every measure that tells the change (colour, lightness, hue, amount, sound) in the same direction and as near to the first
* member's as `NEAR` says. What a file is (how long, how many, how large) has no say while it stays so: the same turn of hue
* in a long film and a short one is one line. Words and sizes are joined when their findings are equal; what cannot be read,
* what came, what went and what is equal by kind (and reason). Deterministic for any order of the input.
*/
function groupVerdicts(verdicts) {
	const sorted = verdicts.toSorted((a, b) => b.verdict.visibility - a.verdict.visibility || byCodeUnit(a.name, b.name));
	const groups = [];
	for (const one of sorted) {
		const home = groups.find(({ first }) => first.family === one.family && alike(first.verdict, one.verdict));
		if (home === void 0) groups.push({
			first: one,
			members: [one]
		});
		else home.members.push(one);
	}
	return groups.map(({ first, members }) => ({
		first,
		members,
		visibility: first.verdict.visibility
	}));
}
/** How near measures have to be by their unit: an absolute distance, or a share of the larger one. */
const NEAR = /* @__PURE__ */ new Map([
	["ΔE00", {
		within: 1,
		share: .3
	}],
	["OKLab", {
		within: .02,
		share: .3
	}],
	["°", {
		within: 10,
		share: 0
	}],
	["share", {
		within: .05,
		share: .5
	}],
	["SSIM", {
		within: .05,
		share: 0
	}],
	["dB", {
		within: 1.5,
		share: .2
	}],
	["LUFS", {
		within: 1,
		share: 0
	}],
	["s", {
		within: .05,
		share: .02
	}],
	["ratio", {
		within: .05,
		share: .05
	}]
]);
/** Measures of what a file is rather than of how it changed, as long as they are not said of before and after. */
const OF_THE_FILE = /^(?:duration|frame-rate|loudness|silence)/u;
/** Their amounts say nothing to whoever compares two files. */
const COUNTED = /* @__PURE__ */ new Set([
	"px",
	"count",
	"bytes"
]);
function alike(a, b) {
	if (a.kind !== b.kind || a.medium !== b.medium) return false;
	if (a.kind === "unreadable" && b.kind === "unreadable") return a.side === b.side && a.reason === b.reason;
	if (a.kind === "equal" && b.kind === "equal") return a.by === b.by;
	if (a.kind === "added" || a.kind === "removed") return true;
	if (a.kind === "resized" || a.medium === "text" || a.medium === "tokens") return a.finding === b.finding;
	const [ours, theirs] = [changesOf(a.measures), changesOf(b.measures)];
	return [.../* @__PURE__ */ new Set([...ours.keys(), ...theirs.keys()])].every((name) => near(ours.get(name), theirs.get(name)));
}
/** What tells a change, by name: a figure of it, or how a figure of the file became another. */
function changesOf(measures) {
	const changes = /* @__PURE__ */ new Map();
	const before = /* @__PURE__ */ new Map();
	for (const { metric, label, value, unit } of measures) {
		const { of, side } = /^(?<of>.*) (?<side>before|after)$/u.exec(label)?.groups ?? {};
		const name = `${metric} ${of ?? label}`;
		if (side === "before") before.set(name, value);
		else if (side === "after") changes.set(name, became(before.get(name) ?? 0, value, unit));
		else if (!COUNTED.has(unit) && !OF_THE_FILE.test(metric)) changes.set(name, {
			value,
			unit
		});
	}
	return changes;
}
/** Counts by their ratio, less one: as many as before is no change. */
const became = (was, is, unit) => COUNTED.has(unit) ? {
	value: was > 0 ? is / was - 1 : is,
	unit: "ratio"
} : {
	value: is - was,
	unit
};
/** One that is not there did not change. Both ways from nothing are two changes, however near they are to each other. */
function near(a, b) {
	const unit = (a ?? b)?.unit ?? "";
	const [first, second] = [a?.value ?? 0, b?.value ?? 0];
	const tolerance = NEAR.get(unit);
	if (tolerance === void 0) return true;
	const { within, share } = tolerance;
	if (!(Math.max(Math.abs(first), Math.abs(second)) <= within) && first * second < 0 && unit !== "°") return false;
	return distance(first, second, unit) <= Math.max(within, share * Math.max(Math.abs(first), Math.abs(second)));
}
function distance(a, b, unit) {
	const apart = Math.abs(a - b);
	return unit === "°" ? Math.min(apart, 360 - apart) : apart;
}
/** All pictures of a comment stay below this. */
const COMMENT_BYTES = 15e5;
/**
* Which panels a comment shows: groups in their order, each its first member's panels, all of a member or none, until
* `mostBytes` are spent. What is left out is for the report.
*/
function panelsWithin(groups, mostBytes = COMMENT_BYTES) {
	const shown = /* @__PURE__ */ new Map();
	let left = mostBytes;
	for (const { first } of groups) {
		const { panels } = first.verdict;
		const bytes = panels.reduce((sum, panel) => sum + panel.bytes, 0);
		if (panels.length === 0 || bytes > left) continue;
		left -= bytes;
		shown.set(first.name, panels);
	}
	return shown;
}

// scripts/lib/forge/comment-drawing.ts
/** A drawing of more is no drawing. */
const MOST_NODES = 60;
/** A Mermaid flow chart; names are letters, digits, `_`, `-` and `/` only, by their grammar. */
function graphDrawing(graph) {
	if (graph.length === 0 || graph.length > MOST_NODES) return "";
	const ids = new Map(graph.map(({ name }, index) => [name, `n${index}`]));
	const lines = ["```mermaid", "flowchart LR"];
	for (const { name, state } of graph) {
		const label = `"${name.replaceAll("\"", "'")}"`;
		const shape = state === "source" || state === "changed-source" ? `[(${label})]` : `(${label})`;
		lines.push(`  ${ids.get(name)}${shape}:::${state === "changed-source" ? "changed" : state}`);
	}
	for (const { name, reads } of graph) for (const read of reads) if (ids.has(read)) lines.push(`  ${ids.get(read)} --> ${ids.get(name)}`);
	lines.push("  classDef changed fill:#8250df,stroke:#6639ba,color:#fff", "  classDef touched fill:#ddf4ff,stroke:#0969da,color:#0a3069", "  classDef failed fill:#ffebe9,stroke:#cf222e,color:#82071e", "  classDef source fill:#f6f8fa,stroke:#8c959f,color:#57606a", "  classDef untouched fill:#fff,stroke:#d0d7de,color:#8c959f", "```");
	return `<details open><summary><b>What follows from what</b>: blue is touched, grey is not</summary>\n\n${lines.join("\n")}\n\n</details>`;
}

// scripts/lib/forge/comment-figures.ts
/** "1 artifact", "3 artifacts". */
const count = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;
/** A figure with as many digits as a person can use, and its unit. */
function figure({ value, unit }) {
	if (unit === "share") return `${percent(value)} %`;
	const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
	const joint = unit === "°" ? "" : " ";
	return `${grouped(value.toFixed(digits))}${unit === "" || unit === "count" ? "" : `${joint}${escapeMarkdown(unit)}`}`;
}
/** A share of 0 to 1 in percent; what is not nothing never reads as nothing. */
const percent = (share) => share === 0 ? "0" : Math.abs(share) < .001 ? "< 0.1" : share === 1 ? "100" : (share * 100).toFixed(1);
/** Thousands apart by a thin space. */
const grouped = (digits) => digits.replace(/\B(?=(?:\d{3})+(?!\d))/gu, digits.includes(".") ? "" : " ");
/** The first measures, each with what it means, as HTML; empty when there are none. */
const measuresHtml = (measures, most) => measures.slice(0, most).map((measure) => `${escapeMarkdown(measure.label)} <b>${figure(measure)}</b>${measure.meaning === void 0 ? "" : `, ${escapeMarkdown(measure.meaning)}`}`).join(" · ");

// scripts/lib/forge/comment-identity.ts
const AXES = [
	"hair-colour",
	"hair-shape",
	"face-structure",
	"outfit",
	"body-proportions"
];
const ANSWERS = {
	pass: "✓",
	look: "**look**",
	fail: "**fail**",
	"not-measured": "–"
};
/** A row a report, worst first, an axis a column: answer and figure; the limit stands above where all rows have the same. */
function identityTable(reports) {
	const sorted = reports.toSorted(([, a], [, b]) => severity(b.answer) - severity(a.answer) || doubts(b) - doubts(a));
	const limits = AXES.map((axis) => commonLimit(sorted, axis));
	const head = AXES.map((axis, at) => {
		const limit = limits[at];
		return `${axis.replace("-", " ")}${limit === void 0 ? "" : `<br><sub>limit ${limit}</sub>`}`;
	});
	const rows = sorted.map(([name, report]) => {
		const cells = AXES.map((axis, at) => cell(axisOf(report, axis), limits[at] === void 0));
		return `| **${escapeMarkdown(name)}** | ${cells.join(" | ")} |`;
	});
	return [`| | ${head.join(" | ")} |\n|:---|${AXES.map(() => ":---|").join("")}`, ...rows].join("\n");
}
/** What was seen where the answer is not a plain pass, folded: it is for whoever wonders. */
function identityNotes(reports) {
	const notes = reports.flatMap(([name, { axes }]) => axes.filter(({ answer }) => answer !== "pass").toSorted((a, b) => severity(b.answer) - severity(a.answer)).map(({ axis, answer, note }) => `- **${escapeMarkdown(name)}**, ${axis.replace("-", " ")} (${answer.replace("-", " ")}): ${escapeMarkdown(note)}`));
	return notes.length === 0 ? "" : `<details><summary>What was seen: ${count(notes.length, "note")}</summary>\n\n${notes.join("\n")}\n\n</details>`;
}
/** "hair `#7423c2` → `#1f4fd8`": GitHub shows each colour beside its figure. */
function swatchLine({ swatches }) {
	return (swatches ?? []).filter(({ reference, measured }) => apart(reference, measured) >= SEEN).map(({ label, reference, measured }) => `${escapeMarkdown(label)} \`${reference}\` → \`${measured}\``).join(" · ");
}
/** Colours that differ by less in every channel, of 255, look alike side by side. */
const SEEN = 6;
const apart = (one, other) => Math.max(...[
	1,
	3,
	5
].map((at) => Math.abs(channel(one, at) - channel(other, at))));
const channel = (colour, at) => Number.parseInt(colour.slice(at, at + 2), 16);
const doubts = ({ axes }) => axes.reduce((sum, { answer }) => sum + severity(answer), 0);
const axisOf = ({ axes }, axis) => axes.find((report) => report.axis === axis);
/** `× limit` is a figure that has its limit in it: that is 1. */
const isOfLimit = ({ unit }) => unit.includes("limit");
const limitOf = (report) => isOfLimit(report) ? "1" : figure({
	value: report.limit,
	unit: report.unit
});
function commonLimit(reports, axis) {
	const limits = new Set(reports.flatMap(([, report]) => axisOf(report, axis) ?? []).map(limitOf));
	const [limit] = limits;
	return limits.size === 1 ? limit : void 0;
}
function cell(report, withLimit) {
	if (report === void 0) return "–";
	if (report.value === null) return `${ANSWERS[report.answer]} <sub>not measured</sub>`;
	const value = isOfLimit(report) ? figure({
		value: report.value,
		unit: ""
	}) : figure({
		value: report.value,
		unit: report.unit
	});
	return `${ANSWERS[report.answer]} ${value}${withLimit ? ` <sub>limit ${limitOf(report)}</sub>` : ""}`;
}

// scripts/lib/forge/comment-pictures.ts
/** What stands beside before and after: what changed, or the contact sheet of it. */
const THIRD = ["difference", "sheet"];
/** The panels that a row of the comment has room for: before, after, what changed, and a blinking one where there is one. */
function shownPanels(panels) {
	const first = (roles) => roles.flatMap((role) => panels.filter((panel) => panel.role === role)).slice(0, 1);
	return [
		...first(["before"]),
		...first(["after"]),
		...first(THIRD),
		...first(["blink"])
	];
}
/** So wide is a comment's text on a desktop screen, less the edges of table cells; CSS pixels. */
const ROOM = 760;
/** The cells of a row of pictures, as HTML; a side that is not there stays empty, and a fourth cell blinks. */
function pictureCells(panels, panelUrl) {
	const shown = shownPanels(panels).filter((panel) => panelUrl(panel) !== void 0);
	const blink = shown.filter(({ role }) => role === "blink");
	const roles = [
		["before"],
		["after"],
		THIRD
	];
	const width = Math.floor(ROOM / (roles.length + blink.length));
	return [...roles.map((wanted) => shown.find(({ role }) => wanted.some((name) => name === role))), ...blink].map((panel) => `<td align="center">${panel === void 0 ? "–" : linked(panel, panelUrl, width)}</td>`).join("");
}
function linked(panel, panelUrl, width) {
	const url = escapeAttribute(panelUrl(panel) ?? "");
	return `<a href="${url}"><img src="${url}" width="${Math.min(width, panel.width)}" alt="${escapeAttribute(panel.alt)}"></a>`;
}

// scripts/lib/forge/comment-moved.ts
/**
* What moved, most visible first, equal changes as one row; among equally visible ones those whose identity is in doubt come
* first. A function of the artifacts and not of their order.
*
* @param pictureBytes of the pictures of all rows together, at most
*/
function movedRows(touched, pictureBytes) {
	const artifacts = new Map(touched.map((artifact) => [String(artifact.name), artifact]));
	const named = touched.flatMap(({ name, verdict }) => (verdict?.files ?? []).filter(({ verdict: { kind } }) => kind !== "equal").map((file) => ({
		name: `${name} ${file.role}`,
		family: familyOf(name),
		verdict: {
			...file.verdict,
			panels: shownPanels(file.verdict.panels)
		}
	})));
	const groups = groupVerdicts(named).toSorted((a, b) => b.visibility - a.visibility || doubt(b, artifacts) - doubt(a, artifacts));
	const pictures = panelsWithin(groups, pictureBytes);
	const told = /* @__PURE__ */ new Set();
	return groups.map(({ first, members }) => {
		const of = membersOf([first, ...members].map(({ name }) => name), artifacts);
		const fresh = of.map(({ artifact }) => artifact).filter((artifact) => !told.has(artifact));
		for (const artifact of fresh) told.add(artifact);
		return {
			verdict: first.verdict,
			members: of,
			told: fresh,
			panels: pictures.get(first.name) ?? []
		};
	});
}
/** `talk` of `talk/<episode>`: one declaration, one system. */
const familyOf = (name) => name.split("/", 1)[0] ?? name;
const artifactOf = (member, artifacts) => artifacts.get(member.slice(0, member.indexOf(" ")));
const doubt = ({ members }, artifacts) => Math.max(...members.map(({ name }) => severity(artifactOf(name, artifacts)?.identity?.answer ?? "not-measured")));
function membersOf(names, artifacts) {
	const roles = /* @__PURE__ */ new Map();
	for (const name of names) {
		const artifact = artifactOf(name, artifacts);
		if (artifact !== void 0) roles.set(artifact, (roles.get(artifact) ?? /* @__PURE__ */ new Set()).add(name.slice(name.indexOf(" ") + 1)));
	}
	return [...roles].map(([artifact, found]) => ({
		artifact,
		roles: [...found]
	}));
}
/** So many rows are open; what follows folds. */
const OPEN = 4;
/** A change that a person would hardly see folds, too. */
const HARDLY = .02;
/** The rows as HTML tables: GitHub's Markdown has no cell that spans the three pictures. */
function movedPart(rows, panelUrl, detail) {
	if (rows.length === 0) return "";
	const html = rows.map((row, index) => rowHtml(row, panelUrl, detail, index < detail.pictures));
	const open = Math.max(1, Math.min(OPEN, rows.filter(({ verdict }) => verdict.visibility >= HARDLY).length));
	const folded = rows.slice(open);
	return [
		"### What moved",
		table(html.slice(0, open)),
		folded.length === 0 ? "" : `<details><summary><b>${count(folded.length, "smaller change")}</b>: ${folded.map(names).join(", ")}</summary>\n\n${table(html.slice(open))}\n\n</details>`
	].filter((part) => part !== "").join("\n\n");
}
const table = (rows) => `<table>\n<tr><th>before</th><th>after</th><th>what changed</th></tr>\n${rows.join("\n")}\n</table>`;
const MOST_NAMES = 8;
/** "stills", or "stills · 40 files", or "talk/one, talk/two". */
function names({ members }) {
	const words = members.map(({ artifact, roles }) => {
		if ((artifact.verdict?.files.length ?? 1) === 1) return escapeMarkdown(artifact.name);
		const which = roles.length === 1 ? escapeMarkdown(roles[0] ?? "") : count(roles.length, "file");
		return `${escapeMarkdown(artifact.name)} · ${which}`;
	});
	const left = words.length - MOST_NAMES;
	return left > 0 ? `${words.slice(0, MOST_NAMES).join(", ")} and ${left} more` : words.join(", ");
}
function rowHtml(row, panelUrl, { measures }, pictured) {
	const { verdict, members, told, panels } = row;
	const spans = `colspan="${Math.max(3, panels.some(({ role }) => role === "blink") ? 4 : 3)}"`;
	const files = members.reduce((sum, { roles }) => sum + roles.length, 0);
	const figures = measuresHtml(verdict.measures, measures);
	const alike = files > 1 ? ` <i>${count(files - 1, "other")} changed alike.</i>` : "";
	const small = toldHtml(told);
	return [
		`<tr><th align="left" ${spans}>${names(row)}${answers(told)}</th></tr>`,
		pictured && panels.length > 0 ? `<tr>${pictureCells(panels, panelUrl)}</tr>` : "",
		`<tr><td ${spans}>${escapeMarkdown(verdict.finding)}${alike}${figures === "" ? "" : `<br><sub>${figures}</sub>`}${small === "" ? "" : `<br><sub>${small}</sub>`}</td></tr>`
	].filter((line) => line !== "").join("\n");
}
function answers(told) {
	const worst = told.flatMap(({ identity }) => identity?.answer ?? []).toSorted((a, b) => severity(b) - severity(a))[0];
	return worst === void 0 || worst === "pass" ? "" : ` · ${worst === "fail" ? "identity moved" : "identity needs a look"}`;
}
const distinct = (words) => [...new Set(words)].filter((word) => word !== "").toSorted(byCodeUnit);
/** Causes, who made it, what it cost, and what travels with it; each said once. */
function toldHtml(told) {
	const causes = distinct(told.map(({ because }) => because));
	const costs = told.flatMap(({ cost }) => cost ?? []);
	return [
		causes.length === 0 ? "" : `because ${causes.slice(0, MOST_NAMES).map(escapeMarkdown).join("; ")}`,
		distinct(told.map(({ backend }) => backend)).map(escapeMarkdown).join(", "),
		costs.length === 0 ? "" : escapeMarkdown(costWords(sumCosts(costs))),
		distinct(told.map(({ terms }) => terms)).map(escapeMarkdown).join("; ")
	].filter((part) => part !== "").join(" · ");
}

// scripts/lib/forge/headline.ts
/** The verdict in a line, for comment and report alike. */
function headline({ touched, nothingBecause, rebuilt, reference }) {
	const failed = touched.filter(({ failure }) => failure !== void 0);
	if (failed.length > 0) return `${count(failed.length, "artifact")} could not be built`;
	if (touched.length === 0) return "Nothing follows from this change";
	const picture = reference?.identity === void 0 ? "" : `the picture ${pictureWords(reference.identity)} · `;
	const worst = touched.map(({ identity }) => identity?.answer ?? "pass").toSorted((a, b) => severity(b) - severity(a))[0];
	const identity = worst === "fail" ? "identity moved" : worst === "look" ? "identity needs a look" : "identity holds";
	const line = `${picture}${nothingBecause === void 0 ? `${count(rebuilt.length, "artifact")} rebuilt` : `${count(touched.length, "artifact")} changed, nothing rebuilt by this push`} · ${identity}`;
	return line.charAt(0).toUpperCase() + line.slice(1);
}
/** "moved in hair colour": what a reviewer of a new picture decides about. */
function pictureWords({ axes }) {
	const moved = axes.filter(({ answer }) => answer === "fail").map(({ axis }) => axis.replace("-", " ")).toSorted(byCodeUnit);
	if (moved.length > 0) return `moved in ${moved.join(", ")}`;
	return axes.some(({ answer }) => answer === "look") ? "needs a look" : "is redrawn and still her";
}

// scripts/lib/forge/gate-part.ts
/** What stands between these lines of a comment says what happens on merge; a maintainer's word replaces it. */
const BEGIN = "<!-- alpha-ref on merge -->";
const END = "<!-- alpha-ref on merge, end -->";
/** How many gates are told one by one. */
const MOST = 12;
/** What happens on merge, as Markdown between two marks: whether a gate holds it up, and how it is accepted. */
function gatePart(gates, most = MOST) {
	const closed = gates.filter(isClosed);
	const held = closed.filter(({ holds }) => holds.publishing);
	const later = closed.filter(({ holds }) => !holds.publishing && holds.episodes.length > 0);
	const idle = closed.filter(({ holds }) => !holds.publishing && holds.episodes.length === 0);
	const accepted = gates.filter(({ gate }) => gate.kind === "accepted");
	const blind = gates.flatMap(({ artifact, gate }) => gate.kind === "open" ? gate.report.axes.flatMap((axis) => unseen(artifact, axis)) : []);
	const parts = [
		held.length === 0 ? "**On merge** these very bytes are published; nothing is built again." : `> [!CAUTION]\n> **On merge nothing is published**, and readers keep what they see, until ${held.length === 1 ? "this gate is" : `these ${held.length} gates are`} open:\n>\n${list(held, closedItem, most, "> ")}`,
		later.length === 0 ? "" : `> [!WARNING]\n> **Not shipped** until open; the site is published on merge all the same:\n>\n${list(later, shippingItem, most, "> ")}`,
		idle.length === 0 ? "" : `Fails, and holds nothing up, for it never ships:\n\n${list(idle, (state) => escapeMarkdown(gateSentence(state)), most)}`,
		accepted.length === 0 ? "" : `By the word of a maintainer:\n\n${list(accepted, (state) => `✓ ${escapeMarkdown(gateSentence(state))}`, most)}`,
		blind.length === 0 ? "" : `<sub>Not measured, which is a look and no pass: ${blind.slice(0, most).join(", ")}${blind.length > most ? ` and ${blind.length - most} more` : ""}.</sub>`
	];
	return [
		BEGIN,
		...parts.filter((part) => part !== ""),
		END
	].join("\n\n");
}
const unseen = (artifact, { axis, answer }) => answer === "not-measured" ? [`${artifact} ${axis.replace("-", " ")}`] : [];
const closedItem = (state) => `${escapeMarkdown(gateSentence(state))}<br>To let it pass, a maintainer comments \`${acceptCommand(state.artifact).comment}\`.`;
const shippingItem = (state) => `${state.holds.episodes.join(", ")}: ${closedItem(state)}`;
function list(states, item, most, before = "") {
	return [...states.slice(0, most).map((state) => `${before}- ${item(state)}`), ...states.length > most ? [`${before}- and ${states.length - most} more: \`npm run alpha -- verify\` lists them`] : []].join("\n");
}
/** A comment of ours with another end of that part, at most `limit` UTF-16 units long; as it was where it has none. */
function withGatePart(body, gates, limit) {
	const [from, to] = [body.indexOf(BEGIN), body.indexOf(END)];
	if (from < 0 || to < from) return body;
	const around = (part) => `${body.slice(0, from)}${part}${body.slice(to + 32)}`;
	const whole = around(gatePart(gates));
	return whole.length <= limit ? whole : around(gatePart(gates, 0));
}
/** What the check says: a closed gate is told, and stops no merge: merging is the reviewer's decision, publishing is not. */
function gateVerdict(gates, title) {
	const held = gates.filter((state) => isClosed(state) && state.holds.publishing).length;
	return held === 0 ? {
		conclusion: "success",
		title
	} : {
		conclusion: "neutral",
		title: `${title}; ${held} ${held === 1 ? "gate holds" : "gates hold"} publishing up`
	};
}

// scripts/lib/forge/comment.ts
/** GitHub answers 422 to a longer body. */
const COMMENT_MAX_CHARACTERS = 65536;
/** The comment is found again by its first line. */
const COMMENT_MARKER = "<!-- alpha-ref visual-diff -->";
/** How much of it is said: each level fits more artifacts into the limit. */
const LEVELS = [
	{
		rows: 1e400,
		pictures: 1e400,
		measures: 3,
		notes: true,
		digests: true,
		graph: true
	},
	{
		rows: 1e400,
		pictures: 24,
		measures: 2,
		notes: false,
		digests: true,
		graph: true
	},
	{
		rows: 60,
		pictures: 12,
		measures: 1,
		notes: false,
		digests: false,
		graph: true
	},
	{
		rows: 20,
		pictures: 6,
		measures: 1,
		notes: false,
		digests: false,
		graph: false
	},
	{
		rows: 0,
		pictures: 0,
		measures: 0,
		notes: false,
		digests: false,
		graph: false
	}
];
/**
* The comment as GitHub-flavoured Markdown, at most `limit` UTF-16 units long at any size of change. Its pictures stay below
* 1.5 MB together. The same model gives the same text, in whatever order it tells (I25).
*/
function commentMarkdown(told, limit = COMMENT_MAX_CHARACTERS) {
	const model = {
		...told,
		touched: told.touched.toSorted((a, b) => byCodeUnit(a.name, b.name))
	};
	const spent = shownPanels(model.reference?.verdict.panels ?? []).reduce((sum, { bytes }) => sum + bytes, 0);
	const rows = movedRows(model.touched, COMMENT_BYTES - 1 - spent);
	for (const level of LEVELS) {
		const text = atLevel(model, rows, level);
		if (text.length <= limit) return text;
	}
	throw new RangeError(`no comment fits into ${limit} characters`);
}
function atLevel(model, rows, level) {
	const shown = rows.slice(0, level.rows);
	const told = new Set(shown.flatMap(({ members }) => members.map(({ artifact }) => artifact)));
	const left = new Set(rows.flatMap(({ members }) => members.map(({ artifact }) => artifact))).size - told.size;
	return `${[
		COMMENT_MARKER,
		`## ${headline(model)}`,
		lead(model),
		level.rows > 0 ? failedPart(model.touched) : "",
		level.pictures > 0 ? referencePart(model, level) : "",
		movedPart(shown, model.panelUrl, level),
		left > 0 ? `**${left} more** ${left === 1 ? "artifact is" : "artifacts are"} in [the report](${model.reportUrl}).` : "",
		identityPart([...told], level),
		level.graph ? graphDrawing(model.graph) : "",
		licencePart(model, level),
		level.digests ? digestPart(model.touched) : `All digests are in [the report](${model.reportUrl}) and in \`assets/alpha.lock.jsonl\`.`,
		nextPart(model)
	].filter((part) => part !== "").join("\n\n")}\n`;
}
/** A list of more names is no list that a person reads. */
const MOST_UNTOUCHED = 40;
function lead({ nothingBecause, preview, untouched }) {
	const lines = [];
	if (nothingBecause !== void 0) lines.push(`**Nothing was rebuilt:** ${escapeMarkdown(nothingBecause)}.`);
	if (preview) lines.push("Made by the **preview** backends on a CPU: true to format and picture, not to the models.");
	if (untouched.length > 0) {
		const more = untouched.length - MOST_UNTOUCHED;
		const names = untouched.slice(0, MOST_UNTOUCHED).map((name) => `\`${name}\``);
		lines.push(`Untouched: ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}.`);
	}
	return lines.join("  \n");
}
const MOST_FAILURES = 20;
/** What could not be built, by reason: one broken runner is told once, not ten times. */
function failedPart(touched) {
	const reasons = /* @__PURE__ */ new Map();
	for (const { name, failure } of touched) {
		const reason = failure?.slice(0, 600);
		if (reason !== void 0) reasons.set(reason, [...reasons.get(reason) ?? [], name]);
	}
	if (reasons.size === 0) return "";
	const items = [...reasons].slice(0, MOST_FAILURES).map(([reason, names]) => {
		const shown = names.slice(0, MOST_UNTOUCHED).map(escapeMarkdown).join(", ");
		const more = names.length - MOST_UNTOUCHED;
		return `> - **${shown}${more > 0 ? ` and ${more} more` : ""}** failed: ${escapeMarkdown(reason)}`;
	});
	const left = reasons.size - items.length;
	return [
		"> [!CAUTION]",
		...items,
		...left > 0 ? [`> - and ${left} more reasons`] : []
	].join("\n");
}
function referencePart({ reference, panelUrl }, level) {
	if (reference === void 0) return "";
	const { verdict, identity, from, to } = reference;
	const figures = measuresHtml(verdict.measures, level.measures);
	const columns = shownPanels(verdict.panels).some(({ role }) => role === "blink") ? 4 : 3;
	const cells = verdict.panels.length === 0 ? "" : `<tr><th>canonical <code>${short(from)}</code></th><th>proposed <code>${short(to)}</code></th><th>what changed</th></tr>\n<tr>${pictureCells(verdict.panels, panelUrl)}</tr>\n`;
	const reports = identity === void 0 ? [] : [["the picture", identity]];
	return [
		"### The picture",
		`<table>\n${cells}<tr><td colspan="${columns}">${escapeMarkdown(verdict.finding)}${figures === "" ? "" : `<br><sub>${figures}</sub>`}</td></tr>\n</table>`,
		identity === void 0 ? "" : swatchLine(identity),
		reports.length === 0 ? "" : identityTable(reports),
		level.notes ? identityNotes(reports) : ""
	].filter((part) => part !== "").join("\n\n");
}
function identityPart(shown, level) {
	const reports = shown.flatMap(({ name, identity }) => identity === void 0 ? [] : [[name, identity]]);
	if (reports.length === 0) return "";
	return [
		"### Is this still Alpha?",
		"Each held against the picture that it was made from, never against its last version; the picture itself, above, against the one on main.",
		identityTable(reports),
		level.notes ? identityNotes(reports) : ""
	].filter((part) => part !== "").join("\n\n");
}
const MOST_FAULTS = 12;
function licencePart({ licences, faults }, level) {
	if (licences.length === 0 || level.rows === 0) return "";
	const lines = licences.map(({ licence, conditions, artifacts }) => `- ${escapeMarkdown(licence)}${conditions.length === 0 ? "" : ` (${conditions.map(escapeMarkdown).join(", ")})`}: ${artifacts.slice(0, 12).map((name) => `\`${name}\``).join(", ")}${artifacts.length > 12 ? ` and ${artifacts.length - 12} more` : ""}`);
	const left = faults.length - MOST_FAULTS;
	const warned = faults.slice(0, MOST_FAULTS).map((fault) => `> - ${escapeMarkdown(fault)}`);
	return [faults.length === 0 ? "" : [
		"> [!WARNING]",
		"> It cannot ship as it is:",
		...warned,
		...left > 0 ? [`> - and ${left} more`] : []
	].join("\n"), `<details><summary><b>Licences</b> that go with it: ${licences.length}</summary>\n\n${lines.join("\n")}\n\n</details>`].filter((part) => part !== "").join("\n\n");
}
function digestPart(touched) {
	const lines = touched.flatMap(({ name, outputs }) => outputs.map(({ file, digest, size }) => `${name}  ${file}  sha256:${digest}  ${size} bytes`));
	if (lines.length === 0) return "";
	return `<details><summary><b>Digests</b>: approving the commit with the lock approves these bytes, and no others</summary>\n\n\`\`\`text\n${lines.join("\n")}\n\`\`\`\n\n</details>`;
}
function nextPart(model) {
	const { lockCommit, head, reportUrl, touched, rebuilt, gates } = model;
	const next = touched.some(({ failure }) => failure !== void 0) ? "The lock was **not** committed: it is, once every artifact above is built. Mend what failed and push again, or run the failed job again." : touched.length === 0 && !gates.some(isClosed) ? "There is nothing to publish." : lockCommit === void 0 ? "The lock was **not** committed: the branch has moved on, and its newest commit is looked at next." : `The lock is in \`${short(lockCommit)}\`${lockPlace(model)}.\n\n${gatePart(gates)}`;
	const names = new Set(rebuilt);
	const costs = touched.flatMap(({ name, cost }) => cost === void 0 || !names.has(name) ? [] : [cost]);
	const total = costs.length === 0 ? "" : `built in ${escapeMarkdown(costWords(sumCosts(costs)))}`;
	return `${next}\n\n<sub>${[
		`for \`${short(head)}\``,
		`[the whole report](${reportUrl})`,
		total
	].filter((part) => part !== "").join(" · ")}</sub>`;
}
const lockPlace = ({ lockBranch }) => lockBranch === void 0 ? "" : `, on the branch \`${lockBranch}\` of this repository and **not yet in this pull request**: whoever owns the fork pulls it (\`git pull upstream ${lockBranch}\`, where upstream is this repository) and pushes`;

// scripts/lib/forge/sticky-comment.ts
const Comments = array(object({
	id: int(),
	body: string().default(""),
	user: object({
		login: string(),
		type: string()
	}).nullable()
}));
/** Our comment on a pull request: it starts with the marker and was written by a bot, not by a person who quotes the marker. */
async function ourComment({ request, owner, repo }, pull) {
	for (let page = 1;; page += 1) {
		const answer = await request("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", {
			owner,
			repo,
			issue_number: pull,
			per_page: 100,
			page
		});
		const comments = Comments.parse(answer.data);
		const ours = comments.find((comment) => comment.user?.type === "Bot" && comment.body.startsWith("<!-- alpha-ref visual-diff -->"));
		if (ours !== void 0 || comments.length < 100) return ours;
	}
}
const replace = ({ request, owner, repo }, id, body) => request("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", {
	owner,
	repo,
	comment_id: id,
	body
});
/**
* Puts the comment onto the pull request: in place of ours where there is one, otherwise new.
*
* @returns the comment's id, and whether it was there already
*/
async function putComment(github, pull, body) {
	return needing("pull-requests: write", async () => {
		const ours = await ourComment(github, pull);
		if (ours !== void 0) {
			await replace(github, ours.id, body);
			return {
				id: ours.id,
				updated: true
			};
		}
		return {
			id: await addComment(github, pull, body),
			updated: false
		};
	});
}
/** Adds a comment beside all others; gives its id. */
async function addComment(github, pull, body) {
	const { owner, repo } = github;
	const made = await needing("pull-requests: write", () => github.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
		owner,
		repo,
		issue_number: pull,
		body
	}));
	return object({ id: int() }).parse(made.data).id;
}
/** Changes our comment, where there is one and the change is one. */
async function changeComment(github, pull, change) {
	await needing("pull-requests: write", async () => {
		const ours = await ourComment(github, pull);
		if (ours === void 0) return;
		const body = change(ours.body);
		if (body !== ours.body) await replace(github, ours.id, body);
	});
}

export { commentMarkdown as a, headline as c, reportCheck as d, COMMENT_MAX_CHARACTERS as i, groupVerdicts as l, changeComment as n, gateVerdict as o, putComment as r, withGatePart as s, addComment as t, CHECK as u };