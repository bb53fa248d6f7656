import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '#core/errors.ts';
import { oidOf, short } from '#core/oid.ts';
import { costOfEpisode } from '#engine/episode/episode-cost.ts';
import { provenanceOf } from '#engine/episode/provenance.ts';
import { parseTag } from '#engine/episode/tag.ts';
import { traceRelease } from '#engine/episode/trace.ts';
import type { AssetTrace, TracedGate } from '#engine/episode/trace.ts';
import { LEDGER_BRANCH, readLedger } from '#engine/ledger/ledger.ts';
import { entriesOf } from '#engine/ledger/queries.ts';
import { ifThere } from '#engine/store/durable-file.ts';
import { ledgerPlace } from './places.ts';
import { answer, EXIT, paint } from './terminal.ts';
import type { Answer, Common } from './terminal.ts';
import { openWorkspace, readState } from './workspace.ts';

interface Options extends Common {
  readonly files?: string;
}

export function registerAudit(program: Command): void {
  program
    .command('audit')
    .description(
      'trace each byte of a shipped tag to its builds, its review, its gates and the card of the reference',
    )
    .argument('<tag>', 'a tag that was shipped')
    .option('--files <folder>', 'and hold the files of a downloaded release to it')
    .option('--json', 'for programs; exit 1 when a trace ends')
    .action((tag: string, options: Options) => answer(options, () => audit(tag, options)));
}

async function audit(text: string, { files }: Options): Promise<Answer> {
  const tag = parseTag(text);
  const workspace = await openWorkspace();
  const ledger = await readLedger(await ledgerPlace(workspace.root));
  const shipped = entriesOf(ledger, 'ship').find(({ record }) => record.tag === tag.tag);
  if (shipped === undefined)
    throw new UserError('never-shipped', `The ledger knows of no release ${tag.tag}`, {
      hint: `It knows ${
        entriesOf(ledger, 'ship')
          .map(({ record }) => record.tag)
          .join(', ') || 'none'
      }. Fetch the branch ${LEDGER_BRANCH} if this clone is old.`,
    });
  const { commit } = shipped.record;
  const snapshot = await readState(workspace, commit);
  const traces: AssetTrace[] = [];
  for (const trace of traceRelease(snapshot, ledger, shipped)) {
    const gaps = files === undefined ? [] : await fileGaps(trace, files);
    traces.push({ ...trace, gaps: [...trace.gaps, ...gaps] });
  }
  const whole = traces.every(({ gaps }) => gaps.length === 0);
  return {
    json: {
      tag: tag.tag,
      commit,
      lock: snapshot.lockOid,
      shippedBy: shipped.n,
      whole,
      traces,
      provenance: provenanceOf(snapshot, tag.slug),
      cost: costOfEpisode(snapshot, ledger, tag.slug),
    },
    text: [
      ...traces.flatMap(traceText),
      '',
      whole
        ? `Each of the ${traces.length} files of ${tag.tag} is traced, from ${short(commit)} on.`
        : `${traces.filter(({ gaps }) => gaps.length > 0).length} of ${traces.length} files of ${tag.tag} are not traced to their end.`,
    ],
    exit: whole ? EXIT.ok : EXIT.no,
  };
}

async function fileGaps({ asset, digest }: AssetTrace, folder: string): Promise<string[]> {
  const bytes = await ifThere(readFile(join(folder, asset)));
  if (bytes === undefined) return [`it is not in ${folder}`];
  return oidOf(bytes) === digest
    ? []
    : [`the file in ${folder} is ${short(oidOf(bytes))}, not what was shipped`];
}

function traceText(trace: AssetTrace): string[] {
  const { asset, digest, artifact, builds, reviews, gates, reference, gaps } = trace;
  const state = gaps.length === 0 ? paint('32', 'traced') : paint('31', 'lost  ');
  const [own, ...behind] = builds;
  return [
    `${state}  ${asset}  ${short(digest)}${artifact === null ? ', the list of the others' : ''}`,
    ...(own === undefined
      ? []
      : [
          `        build      ${own.artifact} on ${own.runner}, ledger entry ${own.entry}${behind.length === 0 ? '' : `; from ${behind.map((build) => `${build.artifact} (${build.entry})`).join(', ')}`}`,
        ]),
    ...reviews.map(
      ({ by, pull, entry }) =>
        `        review     pull request ${pull}, approved by ${by}, ledger entry ${entry}`,
    ),
    ...gates.flatMap(gateText),
    ...(reference === null
      ? artifact === null
        ? []
        : ['        reference  reads no picture']
      : [`        reference  ${reference.card}, pixels ${short(reference.pixels)}`]),
    ...gaps.map((gap) => `        ${paint('31', 'missing')}    ${gap}`),
  ];
}

const gateText = ({ artifact, state, entries, accepted }: TracedGate): string[] => [
  `        gate       ${artifact}: ${state}, ledger ${entries.length === 1 ? 'entry' : 'entries'} ${entries.join(', ') || 'none'}`,
  ...accepted.map(
    ({ by, reason, commit }) => `                   accepted by ${by} at ${short(commit)}: ${reason}`,
  ),
];
