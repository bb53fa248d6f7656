import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { UserError } from '#core/errors.ts';
import type { IdentityReport } from '#core/identity.ts';
import { byCodeUnit } from '#core/json.ts';
import { ArtifactName } from '#core/names.ts';
import { short } from '#core/oid.ts';
import { examineFile } from '#engine/change/identify-file.ts';
import type { FileOfHer, Looks } from '#engine/change/identify-file.ts';
import { readLedger } from '#engine/ledger/ledger.ts';
import type { Ledger } from '#engine/ledger/chain.ts';
import { entriesOf } from '#engine/ledger/queries.ts';
import { ifThere } from '#engine/store/durable-file.ts';
import { pictureOf } from '#forge/source-picture.ts';
import { besideCanon } from '#media/identity/beside-canon.ts';
import { driftOf } from '#media/identity/drift-figures.ts';
import type { AxisDrift, Drift } from '#media/identity/drift-figures.ts';
import { driftPicture, driftSheet } from '#media/identity/drift-sheet.ts';
import type { Course } from '#media/identity/drift-sheet.ts';
import type { Picture } from '#media/picture.ts';
import { readPicture, writeWhole } from '#media/picture-file.ts';
import { mediumOf } from './medium.ts';
import { ledgerPlace } from './places.ts';
import { answer, EXIT, table } from './terminal.ts';
import type { Answer, Common } from './terminal.ts';
import { openWorkspace, readState } from './workspace.ts';

interface IdentityOptions extends Common {
  readonly against?: string;
  readonly picture?: string;
  readonly speaking?: boolean;
  readonly drift?: boolean;
}

/** A long film on a slow machine; whoever waits longer has met a fault. */
const PATIENCE = 600_000;

export function registerIdentity(program: Command): void {
  program
    .command('identity')
    .description('is this still her? hair, face, outfit, proportions, held against the canonical picture')
    .argument(
      '[file]',
      'a picture, video, .glb or .ply; with --drift, an artifact (all of them when left out)',
    )
    .option('--against <picture>', 'hold it against this picture, not the reference of this repository')
    .option('--picture <file>', 'draw the report (PNG), or with --drift the plot (PNG, or SVG by its name)')
    .option('--speaking', 'she speaks in it: mouth and jaw may move')
    .option('--drift', 'how far each measure moved over time, by the ledger')
    .option('--json', 'for programs; exit 1 when the answer is fail')
    .action((file: string | undefined, options: IdentityOptions) =>
      answer(options, () => (options.drift === true ? drift(file, options) : tellIdentity(file, options))),
    );
}

/**
 * The reference of this repository, as it lies in the work tree.
 *
 * @throws {UserError} `no-reference`, and what reading it throws
 */
export async function canonicalPicture(): Promise<Picture> {
  const workspace = await openWorkspace();
  const picture = await pictureOf(await readState(workspace, undefined), workspace.bytesOf);
  if (picture !== undefined) return picture;
  throw new UserError('no-reference', 'The manifest names no picture', {
    hint: 'Hold it against a picture that you name: `--against <picture>`.',
  });
}

/**
 * What a file shows of her.
 *
 * @throws {UserError} `shows-nobody` for media that show nobody, and what looking at it throws
 */
export async function lookAt(file: FileOfHer, canonical: Picture): Promise<Looks> {
  const looks = await examineFile(file, canonical, AbortSignal.timeout(PATIENCE));
  if (looks !== undefined) return looks;
  throw new UserError('shows-nobody', `${file.path} shows nobody: it is of the kind ${file.medium}`, {
    hint: 'Name a picture, a video, a .glb or a .ply.',
  });
}

/** What programs get: the answer and its axes, worst first. */
export const asJson = ({ answer: said, axes }: IdentityReport) => ({ answer: said, axes });

/** What people get: a line for the answer and one for each axis, worst first. */
export const asText = ({ answer: said, axes }: IdentityReport): string[] => [
  said,
  ...table(
    axes.map(({ axis, answer: each, value, unit, limit, note }) => [
      each,
      axis,
      value === null ? '–' : `${value} ${unit} (limit ${limit})`,
      note,
    ]),
  ),
];

async function tellIdentity(file: string | undefined, options: IdentityOptions): Promise<Answer> {
  if (file === undefined)
    throw new UserError('argument-missing', 'A file is needed', {
      hint: 'As in `alpha identity picture.png`; only `--drift` needs none.',
    });
  if ((await ifThere(stat(file))) === undefined)
    throw new UserError('file-missing', `${file} is not there`, {
      hint: 'Name a picture, a video, a .glb or a .ply that exists.',
    });
  const medium = mediumOf(file);
  const canonical =
    options.against === undefined ? await canonicalPicture() : await readPicture(options.against);
  const { report, examinations } = await lookAt(
    { medium, path: file, speaking: options.speaking === true },
    canonical,
  );
  if (options.picture !== undefined)
    await writeWhole(options.picture, await besideCanon(examinations, report), true);
  return {
    json: asJson(report),
    text: [
      ...asText(report),
      ...(options.picture === undefined ? [] : [`The picture of the report: ${options.picture}`]),
    ],
    exit: report.answer === 'fail' ? EXIT.no : EXIT.ok,
  };
}

/** What the ledger says of each artifact, oldest first; the same bytes measured again the same way stand once. */
function coursesOf(ledger: Ledger, name: ArtifactName | undefined): Course[] {
  const gates = entriesOf(ledger, 'gate').filter(
    ({ record }) => name === undefined || record.artifact === name,
  );
  return [...Map.groupBy(gates, ({ record }) => record.artifact)]
    .toSorted(([a], [b]) => byCodeUnit(a, b))
    .flatMap(([artifact, entries]) => {
      const stops = entries.flatMap(({ at, record: { report, against, digests } }) =>
        report === null ? [] : [{ at, report, against, digests }],
      );
      const fresh = stops.filter((stop, index) => {
        const before = stops[index - 1];
        return (
          before === undefined ||
          before.digests.join() !== stop.digests.join() ||
          before.report.method !== stop.report.method ||
          before.against !== stop.against
        );
      });
      return fresh.length === 0
        ? []
        : [
            {
              name: artifact,
              stops: fresh.map(({ at, report, against, digests: [digest] }) => ({
                label: `${at.slice(0, 10)} ${digest === undefined ? '' : short(digest)}`,
                report,
                against,
              })),
            },
          ];
    });
}

async function drift(word: string | undefined, options: IdentityOptions): Promise<Answer> {
  const named = word === undefined ? undefined : ArtifactName.safeParse(word);
  const { root } = await openWorkspace();
  const courses =
    named?.success === false ? [] : coursesOf(await readLedger(await ledgerPlace(root)), named?.data);
  if (word !== undefined && courses.length === 0)
    throw new UserError('never-measured', `The ledger holds no identity report of ${JSON.stringify(word)}`, {
      hint: 'Artifacts with `gate: identity` are measured when they are rebuilt on a pull request; `alpha identity --drift` lists those that were.',
    });
  if (options.picture !== undefined)
    await writeWhole(
      options.picture,
      options.picture.toLowerCase().endsWith('.svg') ? driftSheet(courses) : await driftPicture(courses),
      true,
    );
  const figures = courses.map(({ name, stops }) => ({ artifact: name, drift: driftOf(stops) }));
  return {
    json: {
      unit: '× limit',
      artifacts: figures.map(({ artifact, drift: { stops, axes } }) => ({
        artifact,
        stops,
        axes: axes.map(rounded),
      })),
    },
    text: [
      ...(figures.length === 0 ? ['The ledger holds no identity report yet.'] : figures.flatMap(spoken)),
      ...(options.picture === undefined ? [] : [`The plot: ${options.picture}`]),
    ],
    exit: EXIT.ok,
  };
}

const digits = (value: number) => Number(value.toFixed(3));

const rounded = ({ axis, measured, first, last, most, perStop, stopsToLimit }: AxisDrift) => ({
  axis,
  measured,
  first: digits(first),
  last: digits(last),
  most: digits(most),
  perStop: digits(perStop),
  stopsToLimit,
});

function spoken({
  artifact,
  drift: { stops, axes },
}: {
  readonly artifact: string;
  readonly drift: Drift;
}): string[] {
  const head = `${artifact}: ${stops} ${stops === 1 ? 'report' : 'reports'} that compare; in multiples of the limit`;
  const rows = axes.map(({ axis, first, last, most, perStop, stopsToLimit }) => [
    `  ${axis}`,
    `${first.toFixed(2)} → ${last.toFixed(2)}`,
    `at most ${most.toFixed(2)}`,
    `${perStop < 0 ? '−' : '+'}${Math.abs(perStop).toFixed(3)} a report`,
    stopsToLimit === null
      ? ''
      : stopsToLimit === 0
        ? 'over its limit'
        : `reaches its limit in ${stopsToLimit} more`,
  ]);
  return table(rows).toSpliced(0, 0, head);
}
