import type { Command } from 'commander';
import { clause } from '#core/cause.ts';
import { UserError } from '#core/errors.ts';
import type { Cost } from '#core/ledger-record.ts';
import { ArtifactName } from '#core/names.ts';
import { explain, staleOf } from '#core/plan.ts';
import type { Plan, PlanItem } from '#core/plan.ts';
import { costWords, durationWords } from '#engine/cost/cost.ts';
import { expectedCost } from '#engine/cost/expected.ts';
import { licenceFaults } from '#engine/licence/licence.ts';
import { readOwner } from '#engine/licence/read-owner.ts';
import { systemLicences } from '#engine/licence/systems.ts';
import { catalog } from '#engine/pipelines/catalog.ts';
import { fetchedLedger } from '#engine/schedule/fetched-ledger.ts';
import { measuredOf } from '#engine/schedule/measured.ts';
import { planStart, startWords } from '#engine/schedule/start-plan.ts';
import { tasksOf } from '#engine/schedule/tasks-of.ts';
import { licenceLines } from './plan-words.ts';
import { answer, EXIT, paint, table } from './terminal.ts';
import type { Answer, Common } from './terminal.ts';
import { openWorkspace, planOf, readState } from './workspace.ts';

interface Options extends Common {
  readonly commit?: string;
  readonly check?: boolean;
}

interface PlanOptions extends Options {
  readonly cards: string;
}

export function registerPlan(program: Command): void {
  program
    .command('plan')
    .description(
      'what has to be built, in which order, why, what that is expected to cost, and what the licences of the models say',
    )
    .option('--commit <commit>', 'plan this commit, not the work tree')
    .option('--check', 'exit with 1 when something is stale')
    .option('--cards <n>', 'of 32 GB each, for what is expected of builds on a GPU', '1')
    .option('--json', 'for programs')
    .action((options: PlanOptions) => answer(options, () => plan(options)));
  program
    .command('explain')
    .description('why an artifact is stale, down to the change that began it')
    .argument('<artifact>', 'its name, as in scene or talk/<episode>')
    .option('--commit <commit>', 'ask about this commit, not the work tree')
    .option('--json', 'for programs')
    .action((name: string, options: Options) => answer(options, () => tellWhy(name, options)));
}

/** What a runner has, for what is expected of it: the same on every machine that asks. */
const RUNNER = { vramGb: 32, cpuSlots: 4 } as const;

async function plan(options: PlanOptions): Promise<Answer> {
  const cards = cardsOf(options.cards);
  const workspace = await openWorkspace();
  const snapshot = await readState(workspace, options.commit);
  const { manifest, graph } = snapshot;
  const made = planOf(snapshot);
  const stale = staleOf(made).map(({ name }) => name);
  const minutes = staleOf(made).reduce(
    (sum, { node }) => sum + (node.backend === 'preview' ? 0 : (node.gpu?.minutes ?? 0)),
    0,
  );
  const owner = await readOwner(workspace.root, snapshot.commit);
  const measured = measuredOf(graph, await fetchedLedger(workspace.root));
  const machine = { gpus: Array.from({ length: cards }, () => RUNNER.vramGb), cpuSlots: RUNNER.cpuSlots };
  const start = planStart({ graph, stale, measured, catalog, machine });
  const expected = expectedCost(tasksOf(graph, new Set(stale), measured, catalog), owner?.rates);
  const licences = systemLicences(manifest, graph, owner);
  const shipped = [...graph.values()].flatMap(({ name, ships }) => (ships === 'yes' ? [name] : []));
  // As it would be built now: an empty lock, so that each artifact counts by the backend that is chosen for it.
  const faults = licenceFaults(graph, new Map(), owner, shipped);
  return {
    json: {
      commit: snapshot.commit ?? null,
      items: made.items.map((item) => itemJson(item, made, expected.byArtifact.get(item.name))),
      stale,
      fresh: made.items.filter(({ status }) => status === 'fresh').map(({ name }) => name),
      removed: made.removed,
      gpuMinutes: minutes,
      expected: expected.total,
      schedule: { cards, vramGb: RUNNER.vramGb, ...start },
      owner: owner === undefined ? null : { region: owner.region, use: owner.use },
      licences,
      licenceFaults: faults,
      remarks: snapshot.remarks,
    },
    text: [
      ...table(made.items.map((item) => row(item, expected.byArtifact.get(item.name)))),
      ...made.removed.map((name) => `${name}  is no longer in the manifest; the next build drops its line`),
      ...snapshot.remarks.map((remark) => `${paint('33', 'note')} ${remark}`),
      ...licenceLines(licences, faults, owner),
      '',
      ...(stale.length === 0
        ? ['Nothing is stale.']
        : [
            `${stale.length} of ${made.items.length} are stale; expected: ${costWords(expected.total)}. \`npm run alpha -- build\` builds them.`,
            ...(start.onCard
              ? [`On ${cards === 1 ? 'one card' : `${cards} cards`}: ${startWords(start, durationWords)}`]
              : []),
          ]),
    ],
    exit: options.check === true && stale.length > 0 ? EXIT.no : EXIT.ok,
  };
}

function cardsOf(text: string): number {
  const cards = Number(text);
  if (Number.isInteger(cards) && cards >= 1 && cards <= 64) return cards;
  throw new UserError('option-invalid', `--cards must be a whole number from 1 to 64, not ${text}`, {
    hint: 'As in `--cards 2`.',
  });
}

function itemJson(item: PlanItem, made: Plan, expected: Cost | undefined): Record<string, unknown> {
  const { name, status, node } = item;
  const common = { name, status, system: node.system, backend: node.backend, licence: node.licence ?? null };
  return item.status === 'fresh'
    ? { ...common, key: item.line.key, outputs: item.line.outputs }
    : {
        ...common,
        key: item.key ?? null,
        expected: expected ?? null,
        causes: item.causes,
        because: item.causes.map(clause),
        explanation: explain(made, name),
      };
}

function row(item: PlanItem, expected: Cost | undefined): string[] {
  const terms = [
    item.node.licence?.nonCommercial === true ? 'non-commercial' : '',
    item.node.licence?.researchOnly === true || item.node.ships === 'never' ? 'research only' : '',
  ].filter((term) => term !== '');
  const why = item.status === 'fresh' ? '' : item.causes.map(clause).join('; ');
  return [
    item.status === 'fresh' ? paint('32', 'fresh') : paint('33', 'stale'),
    item.name,
    item.node.backend,
    terms.join(', '),
    expected === undefined ? '' : durationWords(expected.gpuSeconds ?? expected.seconds),
    why,
  ];
}

async function tellWhy(word: string, options: Options): Promise<Answer> {
  const name = ArtifactName.safeParse(word);
  const made = planOf(await readState(await openWorkspace(), options.commit));
  const item = made.items.find((candidate) => candidate.name === name.data);
  if (!name.success || (item === undefined && !made.removed.includes(name.data))) {
    throw new UserError('no-such-artifact', `There is no artifact ${JSON.stringify(word)}`, {
      hint: `There are ${made.items.map((known) => known.name).join(', ')}.`,
    });
  }
  const text = explain(made, name.data);
  return {
    json: {
      name: name.data,
      status: item?.status ?? 'removed',
      explanation: text,
      causes: item?.status === 'stale' ? item.causes : [],
    },
    text: [text],
    exit: EXIT.ok,
  };
}
