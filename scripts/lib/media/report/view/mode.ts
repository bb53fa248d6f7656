/** How two sides are laid against each other, in the order of the keys 1 to 5. */
export const MODES = ['2-up', 'swipe', 'onion', 'blink', 'difference'] as const;
export type Mode = (typeof MODES)[number];

export const isMode = (word: string): word is Mode => MODES.some((mode) => mode === word);
