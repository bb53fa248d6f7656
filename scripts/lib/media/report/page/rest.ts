/** A pointer that stays so long on something that stands still is there to look; else one of the two only passes. */
const RESTS_MS = 160;

let scrolled = 0;
document.addEventListener(
  'scroll',
  () => {
    scrolled = performance.now();
  },
  { passive: true, capture: true },
);

/** Calls back each time that a pointer rests on an element, not while the page scrolls below it. */
export function whenRested(element: HTMLElement, rested: () => void): void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const wait = (): void => {
    waiting = setTimeout(() => {
      if (performance.now() - scrolled < RESTS_MS) wait();
      else rested();
    }, RESTS_MS);
  };
  element.addEventListener('pointerenter', wait);
  element.addEventListener('pointerleave', () => clearTimeout(waiting));
}
