/**
 * The form in which two ambient prompts are the same prompt (I16): Unicode compatibility form, no case, punctuation and
 * spacing reduced to one space, nothing that cannot be seen. "Design  studio, QUIET" and "design studio quiet" are one.
 * Case: `toLowerCase` after `toUpperCase`, which folds ß with ss, in no locale; every sigma is the one inside a word, for
 * which of the two it becomes depends on what follows.
 */
export function foldPrompt(prompt: string): string {
  return prompt
    .normalize('NFKC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}+/gu, '')
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFKC')
    .replaceAll(/[\p{P}\p{S}\p{Z}\p{C}]+/gu, ' ')
    .trim();
}
