// scripts/lib/forge/markdown.ts
const NAMED = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;"
};
/** After it no mention and no issue begins: GitHub looks for them in the text that entities have become. */
const NOTHING_WIDE = "&#8203;";
/**
* Text from a pull request as Markdown that shows just this text, on one line: no markup, no HTML, no mention (which
* writes to people), no link to an issue or a site. It may stand in Markdown and in HTML alike.
*/
const escapeMarkdown = (text) => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").replaceAll(/[&<>@#\\`*_{}[\]()~|!:]|(?<=\bwww)\./giu, (sign) => NAMED[sign] ?? `&#${sign.codePointAt(0)};${sign === "@" || sign === "#" ? NOTHING_WIDE : ""}`);
/** Text as an HTML attribute's value, inside double quotes. */
const escapeAttribute = (text) => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").replaceAll("&", "&amp;").replaceAll("\"", "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("|", "&#124;");

export { escapeMarkdown as n, escapeAttribute as t };