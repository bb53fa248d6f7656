import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, UserError } from '#core/errors.ts';
import type { Manifest } from '#core/manifest.ts';
import { comfyuiOf, environmentFile, readEnvironment } from '../backends/environment.ts';
import type { Environment } from '../backends/environment.ts';
import { OWNER_PATH, parseOwner } from '../licence/owner.ts';
import { comfyuiFinding, systemFindings } from './environments.ts';
import type { SystemWanted, WeightsLook } from './environments.ts';
import { fail, ok, warn } from './finding.ts';
import type { Finding } from './finding.ts';
import { CARD_QUERY, gpuFindings, PROCESS_QUERY } from './gpu.ts';
import { diskFinding, memoryFinding, pciCards } from './host.ts';
import {
  clockFinding,
  encoderFinding,
  lfsFilterFinding,
  nodeFinding,
  programFinding,
  PROGRAMS,
} from './programs.ts';
import { askProgram } from './run.ts';

/** What is diagnosed. */
export interface DiagnoseOptions {
  /** Root of the checkout. */
  readonly root: string;
  /** Where bytes and scratch are kept; the checkout's own `.alpha` when left out. */
  readonly store?: string;
  /** Says which systems are made by their own programs; without it nothing of them is needed. */
  readonly manifest?: Manifest | undefined;
  /** What a system's upstream backend speaks to: pin and weights; see `upstreamSystems`. */
  readonly systems: readonly Omit<SystemWanted, 'pins' | 'needed'>[];
  /** `digest` reads all weights once: many gigabytes. */
  readonly weights?: WeightsLook;
}

/** Looks at this machine: what a build needs, whether it is there, and what mends it. The order of the findings is fixed. */
export async function diagnose(options: DiagnoseOptions): Promise<Finding[]> {
  const { root, manifest, weights = 'there' } = options;
  const backendOf = (system: string) => manifest?.systems[system]?.backend;
  const choices = Object.values(manifest?.systems ?? {});
  const onCard = choices.filter(({ backend, gpu }) => backend !== 'preview' && gpu !== undefined);
  const needed = onCard.length > 0;
  const vramGb = Math.max(0, ...onCard.map(({ gpu }) => gpu?.vramGb ?? 0));

  const [gpu, programs, file] = await Promise.all([
    gpuAnswered(needed, vramGb),
    programFindings(),
    environmentOf(),
  ]);
  const systems: Finding[] = [];
  for (const system of options.systems) {
    systems.push(
      ...(await systemFindings(
        file.environment,
        {
          ...system,
          pins: manifest?.systems[system.system]?.pins ?? {},
          needed: backendOf(system.system) === 'upstream',
        },
        weights,
      )),
    );
  }
  const comfyui = choices.some(({ backend }) => backend === 'comfyui');
  return [
    ...gpu,
    memoryFinding(undefined, needed),
    await diskFinding('disk', options.store ?? join(root, '.alpha')),
    nodeFinding(process.version),
    ...programs,
    file.finding,
    await ownerFinding(root),
    await comfyuiFinding(comfyuiOf(file.environment).url, comfyui),
    ...systems,
  ];
}

async function gpuAnswered(needed: boolean, vramGb: number): Promise<Finding[]> {
  const [cards, version, processes, pci] = await Promise.all([
    askProgram(['nvidia-smi', ...CARD_QUERY]),
    askProgram(['nvidia-smi', '--version']),
    askProgram(['nvidia-smi', ...PROCESS_QUERY]),
    pciCards(),
  ]);
  return gpuFindings({ cards, version, processes, pci, needed, vramGb });
}

async function programFindings(): Promise<Finding[]> {
  const [programs, encoders, filter, clock] = await Promise.all([
    Promise.all(PROGRAMS.map(async (program) => programFinding(program, await askProgram(program.argv)))),
    askProgram(['ffmpeg', '-hide_banner', '-encoders']),
    askProgram(['git', 'config', '--get', 'filter.lfs.process']),
    askProgram(['timedatectl', 'show', '--property=NTPSynchronized', '--value']),
  ]);
  return [...programs, encoderFinding(encoders), lfsFilterFinding(filter), clockFinding(clock)];
}

async function environmentOf(): Promise<{ readonly environment: Environment; readonly finding: Finding }> {
  const path = environmentFile();
  try {
    const environment = await readEnvironment(path);
    const count = Object.keys(environment.systems).length;
    return {
      environment,
      finding:
        count === 0
          ? ok('runner file', `none at ${path}: every system is looked for where it is by default`)
          : ok('runner file', `${path} names ${count} systems`),
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const environment: Environment = { schema: 'alpha-runner/1', systems: {} };
    return { environment, finding: fail('runner file', error.message, `$EDITOR ${path}`) };
  }
}

async function ownerFinding(root: string): Promise<Finding> {
  try {
    const { region, use, rates } = parseOwner(await readFile(join(root, OWNER_PATH), 'utf8'));
    return ok(
      'owner',
      `${region}, ${use} use, ${rates === undefined ? 'no rates' : `rates in ${rates.currency}`}`,
    );
  } catch (error) {
    if (error instanceof UserError) return fail('owner', messageOf(error), `$EDITOR ${OWNER_PATH}`);
    return warn(
      'owner',
      `${OWNER_PATH} is not there: licences cannot be held against anybody, and costs have no price`,
      `cp scripts/runner/owner.example.yml ${OWNER_PATH}`,
    );
  }
}
