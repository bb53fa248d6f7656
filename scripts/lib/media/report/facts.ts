import type { Measure } from '#core/verdict.ts';
import { quantity } from './figures.ts';
import type { FileView } from './gather.ts';
import { html, isolated, type Markup } from './markup.ts';

/** So many measures are read at a glance; the others unfold. */
const AT_A_GLANCE = 6;

/** What was measured, of which bytes, and who drew them. */
export function facts({ verdict, digests }: FileView): Markup {
  const { measures, renderer } = verdict;
  const rest = measures.slice(AT_A_GLANCE);
  const sides =
    digests.before === digests.after
      ? [['Digest', digests.after] as const]
      : [['Before', digests.before] as const, ['After', digests.after] as const];
  return html`<div class="facts">
    ${
      measures.length === 0
        ? null
        : html`<div class="measured">
            ${measureTable(measures.slice(0, AT_A_GLANCE), 'Measures')}
            ${
              rest.length === 0
                ? null
                : html`<details class="more">
                    <summary>${rest.length} more measures</summary>
                    ${measureTable(rest, 'More measures')}
                  </details>`
            }
          </div>`
    }
    <dl class="digests">
      ${sides.map(([label, value]) => (value === null ? null : digest(label, value)))}
      ${
        renderer === undefined
          ? null
          : html`<div>
              <dt>Drawn by</dt>
              <dd>${isolated(renderer)}</dd>
            </div>`
      }
    </dl>
  </div>`;
}

function measureTable(measures: readonly Measure[], caption: string): Markup {
  return html`<table class="measures">
    <caption>
      ${caption}
    </caption>
    <tbody>
      ${measures.map(
        ({ label, value, unit, meaning, metric }) =>
          html`<tr>
            <th scope="row" title="${metric}">${isolated(label)}</th>
            <td class="number">${quantity(value, unit)}</td>
            <td>${meaning === undefined ? null : isolated(meaning)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

const digest = (label: string, value: string): Markup =>
  html`<div>
    <dt>${label}</dt>
    <dd>
      <code title="${value}">${value.slice(0, 12)}<span class="long">${value.slice(12)}</span></code>
    </dd>
  </div>`;
