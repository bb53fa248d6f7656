import type { Command } from 'commander';
import { short } from '#core/oid.ts';
import { staleOf } from '#core/plan.ts';
import { costWords, sumCosts } from '#engine/cost/cost.ts';
import { expectedCost } from '#engine/cost/expected.ts';
import { diagnose } from '#engine/doctor/diagnose.ts';
import type { Finding } from '#engine/doctor/finding.ts';
import { upstreamSystems } from '#engine/doctor/upstream-systems.ts';
import { costOf } from '#engine/episode/provenance.ts';
import { readLedger } from '#engine/ledger/ledger.ts';
import { entriesOf } from '#engine/ledger/queries.ts';
import { readOwner } from '#engine/licence/read-owner.ts';
import { catalog } from '#engine/pipelines/catalog.ts';
import { measuredBuilds, measuredOf } from '#engine/schedule/measured.ts';
import { tasksOf } from '#engine/schedule/tasks-of.ts';
import { ledgerPlace } from './places.ts';
import { answer, EXIT, paint, table } from './terminal.ts';
import type { Answer, Common } from './terminal.ts';
import { namedStore, openWorkspace, planOf, readState, storeFolder } from './workspace.ts';

interface DoctorOptions extends Common {
  readonly weights?: boolean;
}

export function registerState(program: Command): void {
  program
    .command('status')
    .description('what is locked, whether its bytes are here, what it took, and what the ledger knows')
    .option('--json', 'for programs')
    .action((options: Common) => answer(options, status));
  program
    .command('doctor')
    .description('what this machine needs for building, whether it is there, and the command that mends it')
    .option('--weights', 'read all weights once and hold them to their pins: many gigabytes')
    .option('--json', 'for programs; exit 1 when something needed is missing')
    .action((options: DoctorOptions) => answer(options, () => doctor(options)));
}

async function status(): Promise<Answer> {
  const workspace = await openWorkspace();
  const snapshot = await readState(workspace, undefined);
  const plan = planOf(snapshot);
  const opened = namedStore();
  const ledger = await readLedger(await ledgerPlace(workspace.root));
  const rates = (await readOwner(workspace.root, undefined))?.rates;
  const artifacts = [];
  for (const item of plan.items) {
    const outputs = item.line?.outputs ?? [];
    const here = await Promise.all(outputs.map((output) => opened.store.has(output)));
    artifacts.push({
      name: item.name,
      status: item.status,
      outputs: outputs.map(({ role, digest, size }) => ({ role, digest, size })),
      bytesHere: outputs.length > 0 && here.every(Boolean),
      cost: item.line === undefined ? null : (costOf(ledger, item.line) ?? null),
    });
  }
  const stale = staleOf(plan).map(({ name }) => name);
  const tasks = tasksOf(snapshot.graph, new Set(stale), measuredOf(snapshot.graph, ledger), catalog);
  const cost = {
    /** What the lines of the lock took. */
    locked: sumCosts(artifacts.flatMap((artifact) => artifact.cost ?? [])),
    /** What all recorded builds took, also of what was replaced since. */
    recorded: sumCosts(measuredBuilds(ledger).map(({ cost: took }) => took)),
    expected: expectedCost(tasks, rates).total,
  };
  return {
    json: {
      artifacts,
      stale: stale.length,
      lock: snapshot.lockOid,
      cost,
      store: opened.named.name,
      ledger: {
        entries: ledger.length,
        builds: entriesOf(ledger, 'build').length,
        ships: entriesOf(ledger, 'ship').map(({ record }) => record.tag),
      },
    },
    text: [
      ...table(
        artifacts.map(({ name, status: state, bytesHere, outputs, cost: took }) => [
          state === 'fresh' ? paint('32', 'fresh') : paint('33', 'stale'),
          name,
          outputs.length === 0 ? 'not built' : bytesHere ? 'bytes here' : 'bytes elsewhere',
          took === null ? '' : costWords(took),
          outputs.map(({ digest }) => short(digest)).join(' '),
        ]),
      ),
      '',
      `${stale.length} stale${stale.length === 0 ? '' : `, expected to take ${costWords(cost.expected)}`}; bytes are kept in ${opened.named.name}.`,
      ledger.length === 0
        ? 'There is no ledger here: what builds took is not known.'
        : `The ledger has ${ledger.length} entries. What is locked took ${costWords(cost.locked)}; all that was ever built ${costWords(cost.recorded)}.`,
    ],
    exit: EXIT.ok,
  };
}

const STATES = { ok: paint('32', 'ok'), warn: paint('33', 'warn'), fail: paint('31', 'fail') } as const;

function findingText({ what, state, detail, mend }: Finding): string {
  return `${STATES[state]}  ${what}: ${detail}${mend === undefined ? '' : `\n      ${mend}`}`;
}

async function doctor({ weights }: DoctorOptions): Promise<Answer> {
  const workspace = await openWorkspace();
  const snapshot = await readState(workspace, undefined).catch(() => undefined);
  const findings = await diagnose({
    root: workspace.root,
    store: storeFolder(),
    manifest: snapshot?.manifest,
    systems: upstreamSystems,
    weights: weights === true ? 'digest' : 'there',
  });
  const bad = findings.filter(({ state }) => state === 'fail').length;
  return {
    json: { findings },
    text: [
      ...findings.map(findingText),
      bad === 0 ? 'Nothing that is needed is missing.' : `${bad} things that are needed are missing.`,
    ],
    exit: bad === 0 ? EXIT.ok : EXIT.no,
  };
}
