import {
  type AxisAnswer,
  type AxisReport,
  type IdentityReport,
  severity,
  type Swatch,
} from '#core/identity.ts';
import { quantity } from './figures.ts';
import { html, isolated, type Markup } from './markup.ts';

const ANSWERS: Readonly<Record<AxisAnswer, string>> = {
  pass: 'pass',
  look: 'look',
  fail: 'fail',
  'not-measured': 'not measured',
};

/** Whether this is still the character: an answer, the colours that were measured, and each axis against its limit. */
export function identityPanel(report: IdentityReport, id: string): Markup {
  const { of, swatches } = report;
  const axes = report.axes.toSorted((a, b) => severity(b.answer) - severity(a.answer));
  return html`<section class="identity" aria-labelledby="${id}">
    <h3 id="${id}">
      Still the character? <span class="answer answer-${report.answer}">${ANSWERS[report.answer]}</span>
      ${of === undefined ? null : html`<small>${isolated(of)}</small>`}
    </h3>
    ${swatches === undefined || swatches.length === 0 ? null : swatchList(swatches)}
    <div class="scroll" role="region" tabindex="0" aria-label="Axes${of === undefined ? '' : `, ${of}`}">
      <table role="table">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">Axis</th>
            <th role="columnheader" scope="col">Answer</th>
            <th role="columnheader" scope="col" class="number">Measured</th>
            <th role="columnheader" scope="col" class="number">Limit</th>
            <th role="columnheader" scope="col" class="against">Against the limit</th>
            <th role="columnheader" scope="col" class="seen">What was seen</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${axes.map(axisRow)}
        </tbody>
      </table>
    </div>
    <p class="quiet method">Measured against the reference picture by ${isolated(report.method)}.</p>
  </section>`;
}

function axisRow({ axis, answer, value, limit, unit, note }: AxisReport): Markup {
  return html`<tr role="row">
    <th role="rowheader" scope="row">${axis.replace('-', ' ')}</th>
    <td role="cell"><span class="answer answer-${answer}">${ANSWERS[answer]}</span></td>
    <td role="cell" class="number">${value === null ? '–' : quantity(value, unit)}</td>
    <td role="cell" class="number">${quantity(limit, unit)}</td>
    <td role="cell" class="against">${value === null ? null : gauge(value, limit, answer)}</td>
    <td role="cell" class="seen">${isolated(note)}</td>
  </tr>`;
}

/** A bar from nothing to twice the limit, the limit in its middle. */
function gauge(value: number, limit: number, answer: AxisAnswer): Markup {
  const share = limit > 0 ? Math.min(1, Math.max(0, value / (2 * limit))) : value > 0 ? 1 : 0;
  return html`<svg
    class="gauge answer-${answer}"
    viewBox="0 0 120 10"
    width="120"
    height="10"
    aria-hidden="true"
  >
    <rect class="track" x="0" y="3" width="120" height="4" rx="2" />
    <rect class="value" x="0" y="3" width="${Math.max(2, Math.round(share * 120))}" height="4" rx="2" />
    <path class="limit" d="M60 0V10" />
  </svg>`;
}

function swatchList(swatches: readonly Swatch[]): Markup {
  return html`<ul class="swatches">
    ${swatches.map(
      ({ label, reference, measured }) =>
        html`<li>
          <svg viewBox="0 0 64 40" width="64" height="40" aria-hidden="true">
            <rect width="32" height="40" fill="${reference}" />
            <rect x="32" width="32" height="40" fill="${measured}" />
          </svg>
          <span>${isolated(label)}<small>${reference} → ${measured}</small></span>
        </li>`,
    )}
  </ul>`;
}
