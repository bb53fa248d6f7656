/**
 * GitHub's filter patterns for branches, tags and paths. `*` stays inside of one part, `**` does not, `?` and `+` repeat
 * the character before them, `[…]` is a set, `!` at the start takes away. docs.github.com, "Workflow syntax", "Filter
 * pattern cheat sheet".
 */
export function patternToExpression(pattern: string): RegExp {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] ?? '';
    if (pattern.startsWith('**/', at)) {
      // `**/docs` means docs at the top, too.
      source += '(?:.*/)?';
      at += 2;
    } else if (pattern.startsWith('**', at)) {
      source += '.*';
      at += 1;
    } else if (character === '*') source += '[^/]*';
    else if (character === '?' || character === '+') {
      // Where nothing stands before it that can repeat, it is itself.
      source += /[^*?+]$/u.test(source) ? character : escaped(character);
    } else if (character === '[') {
      const end = pattern.indexOf(']', at);
      if (end === -1) source += String.raw`\[`;
      else {
        source += `[${pattern.slice(at + 1, end).replaceAll('\\', String.raw`\\`)}]`;
        at = end;
      }
    } else if (character === '\\' && at + 1 < pattern.length) {
      source += escaped(pattern[at + 1] ?? '');
      at += 1;
    } else source += escaped(character);
  }
  return new RegExp(`^${source}$`, 'u');
}

const escaped = (character: string): string => character.replaceAll(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`);

/** The last pattern that fits decides. */
export function included(name: string, patterns: readonly string[]): boolean {
  let inside = false;
  for (const pattern of patterns) {
    const takesAway = pattern.startsWith('!');
    if (patternToExpression(takesAway ? pattern.slice(1) : pattern).test(name)) inside = !takesAway;
  }
  return inside;
}

/** Whether a branch or tag passes a list and an ignore list. */
export const passes = (
  name: string,
  only: readonly string[] | undefined,
  ignore: readonly string[] | undefined,
): boolean =>
  (only === undefined || included(name, only)) && (ignore === undefined || !included(name, ignore));

/** Whether a change of these paths passes: one path is enough for `paths`, one that is not ignored for `paths-ignore`. */
export function pathsPass(
  paths: readonly string[],
  only: readonly string[] | undefined,
  ignore: readonly string[] | undefined,
): boolean {
  if (only !== undefined && !paths.some((path) => included(path, only))) return false;
  return ignore === undefined || paths.some((path) => !included(path, ignore));
}
