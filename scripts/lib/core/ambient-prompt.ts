/**
 * The form in which two ambient prompts are the same prompt (I16): Unicode compatibility form, no case, punctuation and
 * spacing reduced to one space. "Design  studio, QUIET" and "design studio quiet" are one.
 * Case: `toLowerCase` after `toUpperCase`, which folds ß with ss and ς with σ, in no locale.
 */
export function foldPrompt(prompt: string): string {
  return prompt
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll(/[\p{P}\p{S}\p{Z}\p{C}]+/gu, ' ')
    .trim();
}
