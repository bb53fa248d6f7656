import type { Command } from 'commander';
import { clause } from '#core/cause.ts';
import { UserError } from '#core/errors.ts';
import { ArtifactName } from '#core/names.ts';
import { explain, staleOf } from '#core/plan.ts';
import type { Plan, PlanItem } from '#core/plan.ts';
import { answer, EXIT, paint, table } from './terminal.ts';
import type { Answer, Common } from './terminal.ts';
import { openWorkspace, planOf, readState } from './workspace.ts';

interface Options extends Common {
  readonly commit?: string;
  readonly check?: boolean;
}

export function registerPlan(program: Command): void {
  program
    .command('plan')
    .description('what has to be built, in which order, and why')
    .option('--commit <commit>', 'plan this commit, not the work tree')
    .option('--check', 'exit with 1 when something is stale')
    .option('--json', 'for programs')
    .action((options: Options) => answer(options, () => plan(options)));
  program
    .command('explain')
    .description('why an artifact is stale, down to the change that began it')
    .argument('<artifact>', 'its name, as in scene or talk/<episode>')
    .option('--commit <commit>', 'ask about this commit, not the work tree')
    .option('--json', 'for programs')
    .action((name: string, options: Options) => answer(options, () => tellWhy(name, options)));
}

async function plan(options: Options): Promise<Answer> {
  const snapshot = await readState(await openWorkspace(), options.commit);
  const made = planOf(snapshot);
  const stale = staleOf(made);
  const minutes = stale.reduce(
    (sum, { node }) => sum + (node.backend === 'preview' ? 0 : (node.gpu?.minutes ?? 0)),
    0,
  );
  return {
    json: {
      commit: snapshot.commit ?? null,
      items: made.items.map((item) => itemJson(item, made)),
      stale: stale.map(({ name }) => name),
      fresh: made.items.filter(({ status }) => status === 'fresh').map(({ name }) => name),
      removed: made.removed,
      gpuMinutes: minutes,
      remarks: snapshot.remarks,
    },
    text: [
      ...table(made.items.map(row)),
      ...made.removed.map((name) => `${name}  is no longer in the manifest; the next build drops its line`),
      ...snapshot.remarks.map((remark) => `${paint('33', 'note')} ${remark}`),
      '',
      stale.length === 0
        ? 'Nothing is stale.'
        : `${stale.length} of ${made.items.length} are stale${minutes > 0 ? `, about ${minutes} GPU minutes` : ''}. \`npm run alpha -- build\` builds them.`,
    ],
    exit: options.check === true && stale.length > 0 ? EXIT.no : EXIT.ok,
  };
}

function itemJson(item: PlanItem, made: Plan): Record<string, unknown> {
  const { name, status, node } = item;
  const common = { name, status, system: node.system, backend: node.backend, licence: node.licence ?? null };
  return item.status === 'fresh'
    ? { ...common, key: item.line.key, outputs: item.line.outputs }
    : {
        ...common,
        key: item.key ?? null,
        causes: item.causes,
        because: item.causes.map(clause),
        explanation: explain(made, name),
      };
}

function row(item: PlanItem): string[] {
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
