import type { Swatch } from '#core/identity.ts';
import { encoded, type Light } from './colour.ts';
import type { Examination } from './identify.ts';
import { lit } from './light.ts';

/** The colours that were measured: hair, skin (which tells the light), and the outfit in three bands from the collar down. */
export function swatchesOf({ canonical, sight, changes }: Examination): Swatch[] {
  const { head } = sight;
  if (head === undefined) return [];
  const bands = changes.outfit.kind === 'measured' ? changes.outfit.change.swatches : [];
  return [
    ...pair('hair', canonical.head.hair?.middle, head.hair && lit(head.hair.middle, changes.light)),
    ...pair(
      'skin',
      canonical.head.lighting.skin,
      head.lighting.skin && lit(head.lighting.skin, changes.light),
    ),
    ...bands.flatMap(([before, after], band) => pair(`outfit, ${BANDS[band] ?? ''}`, before, after)),
  ];
}

function pair(label: string, before: Light | undefined, after: Light | undefined): Swatch[] {
  return before === undefined || after === undefined
    ? []
    : [{ label, reference: hex(before), measured: hex(after) }];
}

const BANDS = ['top', 'middle', 'bottom'];

function hex(light: Light): string {
  return `#${light.map((value) => Math.round(encoded(value)).toString(16).padStart(2, '0')).join('')}`;
}
