/** Text from a pull request as Markdown that shows just this text: no markup, no mention, no HTML, one line. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '&#64;') // a mention writes to people
    .replaceAll('#', '&#35;') // links to issues
    .replaceAll(/www\./giu, (word) => `${word.slice(0, 3)}&#46;`) // links to sites
    .replaceAll(/[\\`*_{}[\]()~|!:]/gu, (character) => `&#${character.codePointAt(0)};`);
}

/** Text as an HTML attribute's value, inside double quotes. */
export const escapeAttribute = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('|', '&#124;');

/** A path of a URL, each part encoded. */
export const urlPath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');
