export type Language = 'ru' | 'en';

/**
 * The language of a text by its letters: Russian when at least a third of those that are Cyrillic or Latin are Cyrillic,
 * for Russian quotes Latin names more readily than English quotes Cyrillic ones.
 */
export function languageOf(text: string): Language {
  const count = (script: RegExp) => text.match(script)?.length ?? 0;
  const cyrillic = count(/\p{Script=Cyrillic}/gu);
  return cyrillic > 0 && 2 * cyrillic >= count(/\p{Script=Latin}/gu) ? 'ru' : 'en';
}

/**
 * What of a narration is said aloud: without the model's `<|speaker:N|>` and `[style]` marks, and without what espeak-ng
 * would take for phonemes or markup.
 */
export function spokenText(narration: string): string {
  return narration
    .normalize('NFC')
    .replaceAll(/<\|[^|<>]*\|>/gu, ' ')
    .replaceAll(/\[[^[\]\n]{0,80}\]/gu, ' ')
    .replaceAll(/[[\]<>|\\]/gu, ' ')
    .replaceAll(/[^\S\n]+/gu, ' ')
    .trim();
}
