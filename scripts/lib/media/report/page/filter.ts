import { all, need, say } from './dom.ts';
import type { Cards } from './cards.ts';

/** Leaves only the artifacts that hold every word and every chip. */
export function startFilter(cards: Cards): void {
  const input = need(document, '#filter', HTMLInputElement);
  const chips = all(document, 'button[data-filter]', HTMLButtonElement);
  const texts = new Map(cards.list.map(({ element }) => [element, textOf(element)]));
  const nothing = need(document, '#nothing', HTMLElement);

  const apply = (): void => {
    const words = input.value
      .toLowerCase()
      .split(/\s+/u)
      .filter((word) => word !== '');
    const wanted = chips
      .filter((chip) => chip.getAttribute('aria-pressed') === 'true')
      .map((chip) => chip.dataset['filter'] ?? '');
    let shown = 0;
    for (const { element, entry } of cards.list) {
      const text = texts.get(element) ?? '';
      const fits =
        words.every((word) => text.includes(word)) &&
        (wanted.length === 0 || wanted.some((chip) => has(element, chip)));
      element.hidden = !fits;
      if (entry !== null) entry.hidden = !fits;
      if (fits) shown += 1;
    }
    nothing.hidden = shown > 0;
    say(`${shown} of ${cards.list.length} artifacts`);
  };
  input.addEventListener('input', apply);
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' && event.key !== 'Enter') return;
    if (event.key === 'Escape') input.value = '';
    apply();
    input.blur();
    event.preventDefault();
  });
  for (const chip of chips) {
    chip.addEventListener('click', () => {
      chip.setAttribute('aria-pressed', String(chip.getAttribute('aria-pressed') !== 'true'));
      apply();
    });
  }
}

const textOf = (element: HTMLElement): string =>
  all(element, 'h2, h3, .finding, .reason, .origin dd, .identity td', HTMLElement)
    .map(({ textContent }) => textContent)
    .join(' ')
    .toLowerCase();

function has(element: HTMLElement, chip: string): boolean {
  const { kind = '', identity = '' } = element.dataset;
  return chip === 'identity' ? identity === 'look' || identity === 'fail' : kind === chip;
}
