/**
 * How well the identity report tells her from changes of her, on pictures that set none of its limits
 * (identity-changed.ts, identity-unchanged.ts), with the confidence that their number allows.
 *
 *     npx -c 'node scripts/bench/identity.ts'                  # some 300 pictures, about four minutes of processor time
 *     npx -c 'node scripts/bench/identity.ts --kind hair'      # only kinds that hold this word
 *     npx -c 'node scripts/bench/identity.ts --write <folder>' # writes the pictures too, to be looked at
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import type { Axis, AxisReport, IdentityReport } from '#core/identity.ts';
import { examine, METHOD } from '#media/identity/identify.ts';
import { isPortrait } from '#media/identity/measure.ts';
import type { Portrait } from '#media/identity/registration.ts';
import { over } from '#media/identity/report.ts';
import { sightOf } from '#media/identity/sight.ts';
import { readPicture } from '#media/picture-file.ts';
import type { Case, Studio } from './identity-case.ts';
import { changed } from './identity-changed.ts';
import { unchanged } from './identity-unchanged.ts';

const VARIANTS = 'scripts/test/fixtures/variants';
const { values: options } = parseArgs({
  options: { kind: { type: 'string', default: '' }, write: { type: 'string' } },
});

async function portraitOf(path: string): Promise<Portrait> {
  const sight = await sightOf(await readPicture(path));
  if (isPortrait(sight)) return sight;
  throw new Error(`${path} shows no face`);
}

const reference = await portraitOf('assets/alpha-ref.png');
const variant = (file: string) => portraitOf(`${VARIANTS}/${file}.png`);
const studio: Studio = {
  reference,
  same: await Promise.all(['same_seed7', 'same_light_p6'].map(variant)),
  faces: await Promise.all(['face_s11_100', 'face_s12_075'].map(variant)),
  mixable: [
    { axis: 'outfit', portrait: await variant('outfit_colour_red') },
    { axis: 'outfit', portrait: await variant('outfit_garment_tshirt') },
    { axis: 'hair-colour', portrait: await variant('hair_hue_p30') },
    { axis: 'hair-colour', portrait: await variant('hair_hue_m60') },
  ],
};

interface Result extends Case {
  readonly report: IdentityReport;
  readonly told: number | undefined;
}

const results: Result[] = [];
const cases = [...unchanged(studio), ...changed(studio)].filter(({ kind }) => kind.includes(options.kind));
if (options.write !== undefined) await mkdir(options.write, { recursive: true });
for (const one of cases) {
  const picture = await one.picture();
  if (options.write !== undefined) {
    const name = `${one.kind} ${one.amount}.jpg`.replaceAll(/[ ,()]+/gu, '-');
    const { width, height, rgba } = picture;
    await writeFile(
      join(options.write, name),
      await sharp(rgba, { raw: { width, height, channels: 4 } })
        .jpeg()
        .toBuffer(),
    );
  }
  const { report, changes } = await examine(picture, reference.picture);
  const told = changes.hairColour.kind === 'measured' ? changes.hairColour.change.hue : undefined;
  results.push({ ...one, report, told });
}

/** The interval in which a share lies with 95 % confidence (Wilson 1927), as text. */
function share(count: number, of: number): string {
  if (of === 0) return 'none';
  const z = 1.96;
  const middle = (count + (z * z) / 2) / (of + z * z);
  const half = (z / (of + z * z)) * Math.sqrt((count * (of - count)) / of + (z * z) / 4);
  const [low, high] = [Math.max(0, middle - half), Math.min(1, middle + half)];
  return `${((100 * count) / of).toFixed(1)} % (${count} of ${of}; ${(100 * low).toFixed(0)}–${(100 * high).toFixed(0)} % at 95 % confidence)`;
}

const told = ({ axis, value, unit, limit, answer, note }: AxisReport) =>
  `${axis} ${answer} ${value ?? '–'} ${unit} (limit ${limit}): ${note}`;
const same = results.filter(({ axis }) => axis === undefined);
const visible = results.filter(({ axis, faint }) => axis !== undefined && !faint);
const kept = same.filter(({ report }) => report.answer === 'pass');
const flagged = visible.filter(({ report }) => report.answer !== 'pass');
const first = visible.filter(({ report, axis }) => report.axes[0]?.axis === axis);

console.log(METHOD);
for (const { kind, amount, report } of same.filter((one) => !kept.includes(one)))
  console.log(
    `false alarm: ${kind} ${amount}: ${report.axes
      .filter(({ answer }) => answer !== 'pass')
      .map(told)
      .join(' | ')}`,
  );
for (const one of visible) {
  const { kind, amount, report } = one;
  if (!flagged.includes(one))
    console.log(`missed: ${kind} ${amount}: ${report.axes.slice(0, 1).map(told).join('')}`);
  else if (!first.includes(one))
    console.log(`another axis first: ${kind} ${amount}: ${report.axes.slice(0, 2).map(told).join(' | ')}`);
}

console.log(
  `\n${'kind'.padEnd(34)} pictures  right  largest (× limit) where it held, or the measure by amount`,
);
for (const [kind, of] of Map.groupBy(results, (one) => one.kind)) {
  const right = of.filter(
    (one) => one.faint || kept.includes(one) || (flagged.includes(one) && first.includes(one)),
  );
  const most = of.flatMap(({ axis, report }) => (axis === undefined ? report.axes.map(over) : []));
  const figures = of
    .flatMap(({ amount, axis, report }) =>
      report.axes.filter((one) => one.axis === axis).map((one) => ({ amount, value: over(one) })),
    )
    .map(({ amount, value }) => `${amount}: ${value.toFixed(1)}`);
  console.log(
    kind.padEnd(34),
    String(of.length).padStart(7),
    String(right.length).padStart(7),
    '  ',
    figures.length === 0 ? Math.max(...most).toFixed(2) : figures.join('  '),
  );
}

const ranks = (values: readonly number[]) =>
  values.map(
    (value) =>
      values.filter((other) => other < value).length + values.filter((other) => other === value).length / 2,
  );

/** Spearman's rank correlation; equal values share the middle of their ranks. */
function spearman(pairs: readonly (readonly [number, number])[]): number {
  const [a, b] = [ranks(pairs.map(([x]) => x)), ranks(pairs.map(([, y]) => y))];
  const mean = pairs.length / 2;
  const sum = (of: (i: number) => number) => pairs.reduce((total, _, index) => total + of(index), 0);
  const at = (values: readonly number[], index: number) => (values[index] ?? 0) - mean;
  return sum((i) => at(a, i) * at(b, i)) / Math.sqrt(sum((i) => at(a, i) ** 2) * sum((i) => at(b, i) ** 2));
}

const SCALED = new Set(['shoulders', 'head', 'hair lighter or darker', 'hair fuller']);
console.log('\nrank of the measure against the amount (Spearman), each direction by itself:');
for (const [kind, of] of Map.groupBy(
  results.filter(({ axis }) => axis !== undefined),
  (one) => one.kind,
)) {
  if (kind.startsWith('outfit')) continue;
  const ratio = SCALED.has(kind) || kind.endsWith('scaled');
  const strength = (amount: number) =>
    ratio ? Math.log(amount) : kind === 'hair duller' ? 1 - amount : amount;
  for (const sign of [-1, 1]) {
    const pairs = of
      .filter(({ amount }) => Math.sign(strength(amount)) === sign)
      .flatMap(({ amount, axis, report }) =>
        report.axes
          .filter((one): one is AxisReport & { value: number } => one.axis === axis && one.value !== null)
          .map(({ value }) => [Math.abs(strength(amount)), value] as const),
      );
    if (pairs.length > 2)
      console.log(
        `  ${kind}${sign < 0 ? ', the other way' : ''}: ${spearman(pairs).toFixed(2)} (${pairs.length})`,
      );
  }
}

const hues = results.flatMap(({ hue, told: found }) =>
  hue === undefined || found === undefined ? [] : [Math.abs(((found - hue + 540) % 360) - 180)],
);
console.log(
  `\nhue of the hair: within 4° on ${share(hues.filter((error) => error <= 4).length, hues.length)}, at most ${Math.max(...hues).toFixed(1)}° off`,
);
console.log(`unchanged pictures that pass: ${share(kept.length, same.length)}`);
console.log(`visible changes that are flagged: ${share(flagged.length, visible.length)}`);
console.log(`right axis first: ${share(first.length, visible.length)}`);
console.log(
  `balanced accuracy: ${((kept.length / same.length + flagged.length / visible.length) / 2).toFixed(3)}; these pictures are made from ${1 + studio.same.length + studio.faces.length + studio.mixable.length} renders, so that they are less independent than their number says`,
);
const axes: readonly Axis[] = ['hair-colour', 'hair-shape', 'face-structure', 'outfit', 'body-proportions'];
for (const axis of axes) {
  const of = visible.filter((one) => one.axis === axis);
  console.log(
    `  ${axis}: flagged ${flagged.filter((one) => of.includes(one)).length} of ${of.length}, first ${first.filter((one) => of.includes(one)).length}; over its limit on ${same.filter(({ report }) => report.axes.some((one) => one.axis === axis && over(one) > 1)).length} of ${same.length} unchanged`,
  );
}
