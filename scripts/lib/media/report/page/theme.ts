import { need, say } from './dom.ts';

const THEMES = ['', 'light', 'dark'] as const;
const NAMES = { '': 'as the system has them', light: 'light', dark: 'dark' } as const;

/** Colours as the system has them, light or dark; the returned function goes to the next. */
export function startTheme(): () => void {
  const button = need(document, '#theme', HTMLButtonElement);
  let index = 0;
  const next = (): void => {
    index = (index + 1) % THEMES.length;
    const theme = THEMES[index] ?? '';
    document.documentElement.dataset['theme'] = theme;
    button.setAttribute('aria-label', `Colours: ${NAMES[theme]}`);
    say(`Colours: ${NAMES[theme]}`);
  };
  button.addEventListener('click', next);
  return next;
}
