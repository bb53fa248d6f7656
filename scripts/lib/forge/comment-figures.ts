import type { Measure } from '#core/verdict.ts';
import { escapeMarkdown } from './markdown.ts';

/** "1 artifact", "3 artifacts". */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** A figure with as many digits as a person can use, and its unit. */
export function figure({ value, unit }: Pick<Measure, 'value' | 'unit'>): string {
  if (unit === 'share') return `${percent(value)} %`;
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const joint = unit === '°' ? '' : ' ';
  return `${grouped(value.toFixed(digits))}${unit === '' || unit === 'count' ? '' : `${joint}${escapeMarkdown(unit)}`}`;
}

/** A share of 0 to 1 in percent; what is not nothing never reads as nothing. */
const percent = (share: number): string =>
  share === 0 ? '0' : Math.abs(share) < 0.001 ? '< 0.1' : share === 1 ? '100' : (share * 100).toFixed(1);

/** Thousands apart by a thin space. */
const grouped = (digits: string): string =>
  digits.replace(/\B(?=(?:\d{3})+(?!\d))/gu, digits.includes('.') ? '' : '\u2009');

/** The first measures, each with what it means, as HTML; empty when there are none. */
export const measuresHtml = (measures: readonly Measure[], most: number): string =>
  measures
    .slice(0, most)
    .map(
      (measure) =>
        `${escapeMarkdown(measure.label)} <b>${figure(measure)}</b>${measure.meaning === undefined ? '' : `, ${escapeMarkdown(measure.meaning)}`}`,
    )
    .join(' · ');
