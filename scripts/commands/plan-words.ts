import type { LicenceFault } from '#engine/licence/licence.ts';
import { OWNER_PATH } from '#engine/licence/owner.ts';
import type { Owner } from '#engine/licence/owner.ts';
import type { SystemLicence } from '#engine/licence/systems.ts';
import { paint, table } from './terminal.ts';

const FORBIDS: Readonly<Record<LicenceFault['kind'], string>> = {
  region: 'forbidden where you are',
  research: 'research only',
  commercial: 'no commercial use',
  unstated: 'not known whether you may',
};

/** A line a system: its licence, what that asks, and what it means to the owner; then what may not ship for it. */
export function licenceLines(
  licences: readonly SystemLicence[],
  faults: readonly LicenceFault[],
  owner: Owner | undefined,
): string[] {
  if (licences.length === 0) return [];
  const barred = [...new Set(faults.map(({ artifact }) => artifact))];
  return [
    '',
    paint('1', 'Licences'),
    ...table(
      licences.map(({ system, licence, conditions, binds, forbids }) => [
        `  ${system}`,
        licence,
        conditions.length === 0 ? 'no conditions' : conditions.join(', '),
        forbids.length === 0
          ? paint('32', 'allowed')
          : `${paint(binds ? '31' : '33', forbids.map(({ kind }) => FORBIDS[kind]).join(', '))}${binds ? '' : '; does not bind its previews'}`,
      ]),
    ),
    owner === undefined
      ? `  Who builds here is not stated, so nothing with conditions ships. Say it once: \`cp scripts/runner/owner.example.yml ${OWNER_PATH}\`, put in your region and use, commit it.`
      : `  Held against ${OWNER_PATH}: ${owner.region}, ${owner.use} use.`,
    ...(barred.length === 0
      ? []
      : [`  ${paint('31', 'May not ship')} as they would be built: ${barred.join(', ')}.`]),
  ];
}
