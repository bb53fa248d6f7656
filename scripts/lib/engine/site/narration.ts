/** Paragraphs of a plain text: apart by empty lines, line breaks inside them are spaces. */
export function paragraphs(text: string): string[] {
  return text
    .split(/\r?\n[\t ]*\r?\n/u)
    .map((paragraph) => paragraph.replaceAll(/\s+/gu, ' ').trim())
    .filter((paragraph) => paragraph !== '');
}
