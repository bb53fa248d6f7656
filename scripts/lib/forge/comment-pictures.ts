import type { Panel } from '#core/verdict.ts';
import { escapeAttribute } from './markdown.ts';

/** Where a panel can be seen; `undefined` when it could not be put anywhere. */
export type PanelUrl = (panel: Panel) => string | undefined;

/** What stands beside before and after: what changed, or the contact sheet of it. */
const THIRD = ['difference', 'sheet'] as const;

/** The panels that a row of the comment has room for: before, after, what changed, and a blinking one where there is one. */
export function shownPanels(panels: readonly Panel[]): Panel[] {
  const first = (roles: readonly Panel['role'][]) =>
    roles.flatMap((role) => panels.filter((panel) => panel.role === role)).slice(0, 1);
  return [...first(['before']), ...first(['after']), ...first(THIRD), ...first(['blink'])];
}

/** So wide is a comment's text on a desktop screen, less the edges of table cells; CSS pixels. */
const ROOM = 760;

/** The cells of a row of pictures, as HTML; a side that is not there stays empty, and a fourth cell blinks. */
export function pictureCells(panels: readonly Panel[], panelUrl: PanelUrl): string {
  const shown = shownPanels(panels).filter((panel) => panelUrl(panel) !== undefined);
  const blink = shown.filter(({ role }) => role === 'blink');
  const roles = [['before'], ['after'], THIRD] as const;
  const width = Math.floor(ROOM / (roles.length + blink.length));
  const cells = roles.map((wanted) => shown.find(({ role }) => wanted.some((name) => name === role)));
  return [...cells, ...blink]
    .map((panel) => `<td align="center">${panel === undefined ? '–' : linked(panel, panelUrl, width)}</td>`)
    .join('');
}

function linked(panel: Panel, panelUrl: PanelUrl, width: number): string {
  const url = escapeAttribute(panelUrl(panel) ?? '');
  return `<a href="${url}"><img src="${url}" width="${Math.min(width, panel.width)}" alt="${escapeAttribute(panel.alt)}"></a>`;
}
