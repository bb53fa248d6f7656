// scripts/lib/forge/bot.ts
/** The account whose token a workflow's job has. */
const ACTIONS_BOT = {
	name: "github-actions[bot]",
	email: "41898282+github-actions[bot]@users.noreply.github.com"
};

export { ACTIONS_BOT as t };