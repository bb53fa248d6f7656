import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { smallWorld } from './workshop.ts';
import type { SmallWorld } from './workshop.ts';
import { MANIFEST, WORLD } from './small-world.ts';

/** A small world whose builds share a card. */
export interface CardWorld extends SmallWorld {
  /** What the drivers have noted, in order: `load paint`, `compute one`, `done one`, `gone paint`, with the process of each. */
  events(): Promise<{ readonly what: string; readonly pid: number }[]>;
}

/** What an artifact of a card world is made by, and how that behaves (card_driver.py). */
export interface CardArtifact {
  readonly system: 'paint' | 'mould' | 'press';
  readonly how?: string;
  /** The event that its compute waits for. */
  readonly until?: string;
}

/** What the models of its systems hold, GB, and how long a build may take. */
export interface CardSystems {
  readonly vramGb?: Partial<Record<CardArtifact['system'], number>>;
  readonly minutes?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Sets it up; until it is gone, the runner file of this process is its own. */
export async function cardWorld(
  artifacts: Readonly<Record<string, CardArtifact>>,
  { vramGb = {}, minutes, env }: CardSystems = {},
): Promise<CardWorld> {
  const sizes = { paint: 12, mould: 8, press: 10, ...vramGb };
  const world = await smallWorld({ ...WORLD, 'assets/alpha.yml': manifestOf(artifacts, sizes) });
  const folder = join(world.repo.root, '..', 'card');
  const events = join(folder, 'events');
  const [checkout, venv, config] = ['checkout', 'venv/bin', 'config/alpha-ref'].map((name) =>
    join(folder, name),
  );
  if (checkout === undefined || venv === undefined || config === undefined) throw new RangeError('no folder');
  for (const path of [venv, config]) await mkdir(path, { recursive: true });
  await writeFile(events, '');
  await writeFile(join(venv, 'python'), '#!/bin/sh\nexec python3 "$@"\n', { mode: 0o755 });
  for (const system of Object.keys(sizes)) await makeCheckout(join(checkout, system));
  const systems = Object.fromEntries(
    Object.keys(sizes).map((system) => [
      system,
      {
        checkout: join(checkout, system),
        runtime: { venv: join(folder, 'venv') },
        env: { EVENTS: events, ...env },
        ...(minutes !== undefined && { minutes }),
      },
    ]),
  );
  await writeFile(join(config, 'runner.yml'), JSON.stringify({ schema: 'alpha-runner/1', systems }));
  const before = process.env['XDG_CONFIG_HOME'];
  process.env['XDG_CONFIG_HOME'] = join(folder, 'config');
  return {
    ...world,
    options: { ...world.options, machine: { slots: 2, vramGb: 32 } },
    async events() {
      const lines = (await readFile(events, 'utf8')).split('\n').filter(Boolean);
      return lines.map((line) => ({
        what: line.replace(/ \d+$/u, ''),
        pid: Number(/\d+$/u.exec(line)?.[0]),
      }));
    },
    async [Symbol.asyncDispose]() {
      if (before === undefined) delete process.env['XDG_CONFIG_HOME'];
      else process.env['XDG_CONFIG_HOME'] = before;
      await world[Symbol.asyncDispose]();
    },
  };
}

async function makeCheckout(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await execa(
    'sh',
    [
      '-ec',
      'git init --quiet; git -c user.name=t -c user.email=t@example.invalid commit --quiet --allow-empty --message empty',
    ],
    { cwd: folder },
  );
}

function manifestOf(
  artifacts: Readonly<Record<string, CardArtifact>>,
  sizes: Readonly<Record<string, number>>,
): string {
  const systems = Object.entries(sizes).map(
    ([name, vramGb]) => `  ${name}: { backend: upstream, gpu: { vramGb: ${vramGb}, minutes: 1 } }`,
  );
  const made = Object.entries(artifacts).map(
    ([name, { system, how = '', until = '' }], seed) =>
      `  ${name}: { system: ${system}, reads: { from: source.reference }, params: ${JSON.stringify({ how, until })}, seed: ${seed}, ships: no }`,
  );
  return `${MANIFEST.slice(0, MANIFEST.indexOf('systems:'))}systems:
${systems.join('\n')}
artifacts:
${made.join('\n')}
`;
}
