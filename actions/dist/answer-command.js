import { F as stepContext, P as runAction, a as readLedger, i as appendToLedger, l as remoteBranch, m as ask, t as gitAccess, v as Reason, z as info } from "./git-access-CYP2zZEK.js";
import { _ as object, b as string, f as int, k as prettifyError, m as literal, t as UserError, u as boolean, w as unknown } from "./errors-q2Ocdyoq.js";
import { a as isClosed, i as gatesOfTree, n as gateSentence, o as picturesOf, r as gateStates } from "./gate-BU5ZrGAD.js";
import { t as ArtifactName } from "./names-YBW_uHQc.js";
import { g as gatesOf, m as digestsOf, n as MAX_SOURCE_BYTES } from "./limits-DRiG-UHI.js";
import { g as lfsReader, s as readSnapshot, w as catalog, x as commitOf, y as lfsRemote } from "./cost-Dvjo-J5s.js";
import { t as ACTIONS_BOT } from "./bot-CDheJBS4.js";
import { d as reportCheck, i as COMMENT_MAX_CHARACTERS, n as changeComment, o as gateVerdict, s as withGatePart, t as addComment, u as CHECK } from "./sticky-comment-B8iePLn6.js";
import { i as lockBranch, n as fetchPull, t as askedBuild } from "./command-change-BlQJ-XOh.js";
import { i as short, t as CommitId } from "./oid-046zK1iw.js";
import { n as openGitHub, t as needing } from "./github-BbO4GtpQ.js";
import { n as escapeMarkdown } from "./markdown-BwVuTg99.js";

// scripts/lib/engine/episode/accept.ts
/**
* Turns a maintainer's word into the ledger's record: for the bytes that the tree's lock names now, and for the measures that fail
* now. Whether the one who speaks is a maintainer is for the caller to know.
*
* @throws {UserError} `no-such-artifact`, `not-gated`, `gate-open` when there is nothing to accept, `reason-unfit`
*/
function accepting(tree, ledger, acceptance) {
	const { by, commit } = acceptance;
	const reason = Reason.safeParse(acceptance.reason);
	if (!reason.success) throw new UserError("reason-unfit", `the reason ${prettifyError(reason.error).replace(/^✖ /u, "")}`, { hint: "Say in one line why it may pass: as in \"the other hair is meant so, for this episode\"." });
	const before = gateOfNamed(tree, ledger, acceptance.artifact);
	const { gate, line } = before;
	if (gate.kind === "open") throw new UserError("gate-open", `there is nothing to accept: ${gateSentence(before)}`, { hint: "Only what a measure refuses needs a word. `npm run alpha -- verify` lists it." });
	if (gate.kind === "accepted") return {
		record: void 0,
		before
	};
	const pictures = picturesOf(tree);
	const [only] = pictures;
	const against = gatesOf(ledger, line).findLast(({ record }) => pictures.has(record.against))?.record.against ?? only;
	if (against === void 0) throw new UserError("reference-missing", "this tree has no picture that anything could be held against", { hint: "Add a source of kind picture to assets/alpha.yml." });
	return {
		before,
		record: {
			kind: "gate",
			artifact: line.name,
			digests: digestsOf(line),
			against,
			report: gate.kind === "failed" ? gate.report : null,
			accepted: {
				by,
				reason: reason.data,
				commit
			}
		}
	};
}
function gateOfNamed(tree, ledger, word) {
	const name = ArtifactName.safeParse(word);
	const node = name.success ? tree.graph.get(name.data) : void 0;
	const gated = [...tree.graph.values()].filter(({ gate }) => gate !== void 0).map(({ name }) => name);
	if (node === void 0 || !tree.lock.has(node.name)) throw new UserError("no-such-artifact", `There is no artifact ${JSON.stringify(word)} in this lock`, { hint: `With a gate there are ${gated.join(", ")}.` });
	const [state] = gateStates(tree, ledger, /* @__PURE__ */ new Set([node.name]));
	if (state === void 0) throw new UserError("not-gated", `${node.name} has no gate: nothing holds it up`, { hint: `With a gate there are ${gated.join(", ")}.` });
	return state;
}

// scripts/lib/forge/accept-pull.ts
/**
* Records a maintainer's word from a pull request, and says it where the pull request is looked at: in our comment and in the check.
*
* @throws {UserError} `accepted-unseen` when the bytes were measured after the comment was written; what `accepting` throws
*/
async function acceptPull(job) {
	const { context, github, token, pull, head, artifact, reason, by, at, now } = job;
	const root = context.workspace;
	await using _access = await gitAccess({
		serverUrl: context.serverUrl,
		token,
		temp: context.temp
	});
	await fetchPull(root, pull, head);
	const commit = await lockedCommit(root, pull, head);
	const remote = await lfsRemote(root, "origin", token);
	const bytesOf = await lfsReader(root, {
		remote,
		maxBytes: MAX_SOURCE_BYTES
	});
	const tree = await readSnapshot(root, commit, {
		catalog,
		bytesOf,
		trust: /* @__PURE__ */ new Map()
	});
	const place = {
		root,
		remote: "origin"
	};
	const known = await readLedger(place);
	const { record, before } = accepting(tree, known, {
		artifact,
		reason,
		by,
		commit
	});
	requireSeen(known, before, at);
	const ledger = await appendToLedger(place, record === void 0 ? [] : [record], {
		now,
		by: ACTIONS_BOT
	});
	const gates = gatesOfTree(tree, ledger);
	await changeComment(github, pull, (body) => withGatePart(body, gates, COMMENT_MAX_CHARACTERS));
	await reportCheck(github, {
		name: CHECK,
		commit: head,
		...gateVerdict(gates, `${before.artifact} accepted by ${by}`),
		summary: reason,
		detailsUrl: context.runUrl
	});
	return {
		written: record !== void 0,
		before,
		gates
	};
}
/** The head, or the commit with its lock that follows it on a branch of ours: what a fork's author has not taken yet. */
async function lockedCommit(root, pull, head) {
	const tip = await remoteBranch(root, "origin", lockBranch(pull));
	if (tip === void 0 || tip === head) return head;
	return await commitOf(root, `${tip}^`) === head ? tip : head;
}
/** Comments carry whole seconds, so a look of the same second counts as seen. */
function requireSeen(ledger, { artifact, line }, at) {
	const newest = gatesOf(ledger, line).findLast(({ record }) => record.accepted === void 0);
	if (newest === void 0 || Math.floor(Date.parse(newest.at) / 1e3) <= Date.parse(at) / 1e3) return;
	throw new UserError("accepted-unseen", `${artifact} was measured after that comment was written`, { hint: "Look at what stands in the report now, and say it again." });
}

// scripts/lib/forge/command-maintainer.ts
/** `permission` knows four words and calls maintainers writers; `role_name` tells them apart. */
const Permission = object({
	permission: string(),
	role_name: string()
});
/**
* Asks GitHub what a person may do here now. `author_association` in an event says who somebody was to the repository, not
* what they may do: a former maintainer is still a contributor.
*
* @throws {UserError} `not-a-maintainer` when their role is neither admin nor maintain
*/
async function requireMaintainer(github, login) {
	const { owner, repo } = github;
	const { data } = await needing("metadata: read", () => github.request("GET /repos/{owner}/{repo}/collaborators/{username}/permission", {
		owner,
		repo,
		username: login
	}));
	const { permission, role_name: role } = Permission.parse(data);
	if (permission === "admin" || role === "maintain") return;
	throw new UserError("not-a-maintainer", `${escapeMarkdown(login)} may not do this: it takes a maintainer, and their role here is ${escapeMarkdown(role)}`, { hint: "Ask someone whose role is admin or maintain to look at it." });
}

// scripts/lib/forge/command.ts
/** A command is one line; nobody needs a longer one. */
const LONGEST = 1e3;
/**
* Reads a comment. A command is the whole comment: `/alpha` in lower case at its very start, one line, one space or more between
* words, nothing behind it but white space. A quoted or indented command, or one in the middle of a text, is none.
*/
function parseCommand(body) {
	if (!/^\/alpha(?=\s|$)/u.test(body)) return { kind: "none" };
	const text = body.trimEnd();
	if (text.length > LONGEST) return malformed(`a command has at most ${LONGEST} characters`);
	if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text.replaceAll("	", " "))) return malformed("a command is one line, and the whole comment");
	const [, verb = "", rest = ""] = /^\/alpha[ \t]*(?<verb>\S*)[ \t]*(?<rest>.*)$/u.exec(text) ?? [];
	switch (verb) {
		case "":
		case "help": return rest === "" ? { kind: "help" } : malformed("`help` takes nothing behind it");
		case "build": return build(rest);
		case "accept": return accept(rest);
		default: return malformed("there is no such command");
	}
}
function build(rest) {
	const sha = CommitId.safeParse(rest);
	return sha.success ? {
		kind: "build",
		sha: sha.data
	} : malformed("`build` names one commit by all 40 lower-case digits of its id, and nothing else");
}
function accept(rest) {
	const [, name = "", words = ""] = /^(?<name>\S+)[ \t]*(?<words>.*)$/u.exec(rest) ?? [];
	const artifact = ArtifactName.safeParse(name);
	if (!artifact.success) return malformed("`accept` names an artifact, as in `stills` or `talk/<episode>`");
	const reason = Reason.safeParse(words);
	if (!reason.success) return malformed(`the reason ${reason.error.issues[0]?.message ?? "must say why"}`);
	return {
		kind: "accept",
		artifact: artifact.data,
		reason: reason.data
	};
}
const malformed = (because) => ({
	kind: "malformed",
	because
});
/** What there is, as Markdown. */
const USAGE = [
	"| comment | what it does | who |",
	"|:---|:---|:---|",
	"| `/alpha build <sha>` | builds this one commit of a fork, which must be the head now; a later push needs a new word | maintainers |",
	"| `/alpha accept <artifact> <reason>` | lets an artifact pass whose identity gate is closed: these bytes only, with your name and reason in the ledger | maintainers |",
	"| `/alpha help` | says this | everyone |"
].join("\n");

// scripts/lib/forge/command-build.ts
const Pull = object({
	state: string(),
	merged: boolean(),
	head: object({
		sha: CommitId,
		repo: object({ full_name: string() }).nullable()
	})
});
async function pullOf(github, number) {
	const { owner, repo } = github;
	const { data } = await needing("pull-requests: read", () => github.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
		owner,
		repo,
		pull_number: number
	}));
	return Pull.parse(data);
}
/**
* Holds a maintainer's wish to what may reach the GPU (I13): an open pull request from a fork, the very commit that is its head at
* this moment, without a change of workflow files. Asked when the comment is answered, and again before the job.
*
* @throws {UserError} `build-refused`
*/
async function requireBuildable({ context, github, token, pull, sha }) {
	const { state, head } = await pullOf(github, pull);
	if (state !== "open") throw refused("the pull request is closed", "Reopen it, or open another.");
	if (head.sha !== sha) throw refused(`its head is \`${head.sha}\` now, not \`${short(sha)}\``, "Look at what was pushed, and name that commit.");
	if (head.repo === null) throw refused("its fork was deleted", "Bring the change as a branch of this repository.");
	if (head.repo.full_name === `${github.owner}/${github.repo}`) throw refused("it comes from a branch of this repository, whose every push is built", "Push again, or run the failed job again.");
	await using _access = await gitAccess({
		serverUrl: context.serverUrl,
		token,
		temp: context.temp
	});
	await fetchPull(context.workspace, pull, sha);
	if ((await ask(context.workspace, {
		argv: [
			"diff",
			"--name-only",
			"-z",
			`${context.sha}...${sha}`,
			"--",
			".github"
		],
		parse: (out) => out.toString().split("\0").filter(Boolean)
	})).length > 0) throw refused("it changes files in `.github`, and a job may not push the branch that would hold its lock", "Bring the change as a branch of this repository.");
}
const refused = (because, hint) => new UserError("build-refused", `Not built: ${because}`, { hint });
const Asked = object({
	body: string(),
	issue_url: string(),
	created_at: string(),
	updated_at: string(),
	user: object({ login: string() }).nullable()
});
/**
* Before a dispatched build begins: that a maintainer named this commit, in an unchanged comment on this pull request or by sending
* the dispatch, and that it may be built. Whoever else could send a dispatch gets nothing built by it.
*
* @throws {UserError} `build-refused`, `not-a-maintainer`, `dispatch-invalid`
*/
async function approveBuild(context, github, token) {
	const { sha, pull, comment, sender } = askedBuild(context);
	await requireMaintainer(github, comment === void 0 ? sender : await whoNamed(github, comment, pull, sha));
	await requireBuildable({
		context,
		github,
		token,
		pull,
		sha
	});
	return {
		sha,
		pull
	};
}
async function whoNamed(github, comment, pull, sha) {
	const { owner, repo } = github;
	const { data } = await needing("pull-requests: read", () => github.request("GET /repos/{owner}/{repo}/issues/comments/{comment_id}", {
		owner,
		repo,
		comment_id: comment
	}));
	const { body, issue_url: issue, created_at: made, updated_at: changed, user } = Asked.parse(data);
	const command = parseCommand(body);
	if (command.kind !== "build" || command.sha !== sha || !issue.endsWith(`/issues/${pull}`) || made !== changed) throw refused(`comment ${comment} does not name \`${short(sha)}\` on pull request ${pull}, or was edited`, "Comment `/alpha build <sha>` anew.");
	if (user === null) throw refused("whoever wrote the comment is gone", "Comment anew.");
	return user.login;
}

// scripts/lib/forge/command-answer.ts
const CommentEvent = object({
	action: literal("created"),
	issue: object({
		number: int().positive(),
		pull_request: unknown().optional()
	}),
	comment: object({
		id: int().positive(),
		body: string(),
		created_at: string(),
		user: object({
			login: string(),
			type: string()
		})
	}),
	repository: object({ default_branch: string() })
});
/**
* Reads the comment of an `issue_comment` event and does what it asks, by a maintainer's word only. What is wrong with a command
* is told to who wrote it; the step fails only where we are at fault.
*/
async function answerCommand(job) {
	const event = CommentEvent.safeParse(job.context.payload);
	if (!event.success || event.data.issue.pull_request === void 0) return "ignored";
	const { comment, issue } = event.data;
	if (comment.user.type !== "User") return "ignored";
	const command = parseCommand(comment.body);
	if (command.kind === "none") return "ignored";
	const { answered, reaction, text } = await replyTo(job, event.data, command);
	const { github } = job;
	await needing("pull-requests: write", () => github.request("POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions", {
		owner: github.owner,
		repo: github.repo,
		comment_id: comment.id,
		content: reaction
	}));
	if (text !== "") await addComment(github, issue.number, text);
	return answered;
}
async function replyTo(job, event, command) {
	if (command.kind === "help") return {
		answered: "helped",
		reaction: "+1",
		text: USAGE
	};
	if (command.kind === "malformed") return {
		answered: "refused",
		reaction: "confused",
		text: `That was not understood: ${command.because}.\n\n${USAGE}`
	};
	try {
		await requireMaintainer(job.github, event.comment.user.login);
		return command.kind === "build" ? await startBuild(job, event, command) : await acceptGate(job, event, command);
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		return {
			answered: "refused",
			reaction: error.code === "not-a-maintainer" ? "-1" : "confused",
			text: `${error.message}. ${error.hint}`
		};
	}
}
async function startBuild({ context, github, token }, event, { sha }) {
	const pull = event.issue.number;
	await requireBuildable({
		context,
		github,
		token,
		pull,
		sha
	});
	await dispatch(github, "commands.yml", event, {
		sha,
		pull: String(pull),
		comment: String(event.comment.id)
	});
	return {
		answered: "started",
		reaction: "rocket",
		text: ""
	};
}
async function acceptGate({ context, github, token, now }, event, { artifact, reason }) {
	const { comment, issue } = event;
	const { head, merged } = await pullOf(github, issue.number);
	const done = await acceptPull({
		context,
		github,
		token,
		pull: issue.number,
		head: head.sha,
		artifact,
		reason,
		by: comment.user.login,
		at: comment.created_at,
		now
	});
	if (merged) await dispatch(github, "publish.yml", event, {});
	return {
		answered: "accepted",
		reaction: "+1",
		text: acceptedText(done, merged)
	};
}
function acceptedText({ written, before, gates }, merged) {
	const left = gates.filter(isClosed);
	return [written ? `Accepted, and written into the ledger with your name and reason: ${escapeMarkdown(gateSentence(before))}.` : `That stands in the ledger already: ${escapeMarkdown(gateSentence(before))}.`, left.length > 0 ? `Still closed: ${left.map(({ artifact }) => `\`${artifact}\``).join(", ")}.` : merged ? "Publishing was started anew." : "Nothing holds publishing up on merge."].join(" ");
}
/** Starts a workflow on the default branch: the one thing that a job's token may start. */
async function dispatch(github, workflow, { repository }, inputs) {
	await needing("actions: write", () => github.request("POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches", {
		owner: github.owner,
		repo: github.repo,
		workflow_id: workflow,
		ref: repository.default_branch,
		inputs: { ...inputs }
	}));
}

// actions/answer-command/inputs.ts
const Inputs = object({ token: string().min(1) });

// actions/answer-command/main.ts
await runAction(Inputs, async ({ token }) => {
	const context = stepContext();
	const { apiUrl, owner, repository } = context;
	const github = openGitHub({
		apiUrl,
		token,
		owner,
		repository
	});
	if (context.event === "workflow_dispatch") {
		const { sha, pull } = await approveBuild(context, github, token);
		info(`${sha} of pull request ${pull} may be built`);
		return { answered: "started" };
	}
	const answered = await answerCommand({
		context,
		github,
		token,
		now: () => /* @__PURE__ */ new Date()
	});
	info(`the comment was ${answered}`);
	return { answered };
});

export {  };