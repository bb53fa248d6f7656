import type { Cards } from './cards.ts';
import { need } from './dom.ts';
import { MODES } from '../view/mode.ts';

export interface Commands {
  help(): void;
  theme(): void;
}

/** Keys that a focused control needs for itself. */
const NATIVE = 'input, select, textarea, summary, dialog, [contenteditable]';

/** Single keys, unless a control has its own use for them or the reader has turned them off (WCAG 2.1.4). */
export function listenToKeys(cards: Cards, commands: Commands): void {
  const on = need(document, '#keys-on', HTMLInputElement);
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const { target, key } = event;
    if (key === 'Escape' && cards.file?.isFull === true) {
      cards.file.toggleFull();
      event.preventDefault();
      return;
    }
    if (target instanceof Element && target.closest(NATIVE) !== null) return;
    if (key === ' ' && target instanceof Element && target.closest('button, a') !== null) return;
    if (key !== '?' && !on.checked) return;
    if (act(key, cards, commands)) event.preventDefault();
  });
}

function act(key: string, cards: Cards, commands: Commands): boolean {
  const mode = MODES[Number(key) - 1];
  if (mode !== undefined) {
    void cards.file?.show(mode);
    return true;
  }
  switch (key) {
    case 'j':
      cards.step(1);
      return true;
    case 'k':
      cards.step(-1);
      return true;
    case 'h':
      cards.stepFile(-1);
      return true;
    case 'l':
      cards.stepFile(1);
      return true;
    case ' ':
      void cards.file?.flip();
      return cards.file !== null;
    case '/':
      need(document, '#filter', HTMLInputElement).focus();
      return true;
    case '?':
      commands.help();
      return true;
    case 't':
      commands.theme();
      return true;
    case 'o':
    case 'f':
    case 'i':
    case 'p':
    case ',':
    case '.':
    case '+':
    case '=':
    case '-':
    case '0':
      void cards.file?.key(key);
      return cards.file !== null;
    default:
      return false;
  }
}
