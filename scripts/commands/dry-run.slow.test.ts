import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { catalog } from '#engine/pipelines/catalog.ts';
import { parseArgv, readInterface } from '../drivers/interfaces/interface.ts';

const root = join(import.meta.dirname, '..', '..');
const Invocation = z.object({
  kind: z.literal('process'),
  argv: z.array(z.string()),
  cwd: z.string(),
  files: z.array(z.string()),
  writes: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});
type Invocation = z.infer<typeof Invocation>;
const DryRun = z.object({
  artifacts: z.array(
    z.object({
      artifact: z.string(),
      system: z.string(),
      invocations: z.array(Invocation),
      files: z.array(z.string()),
    }),
  ),
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alpha-dry-run-'));
  await mkdir(join(folder, 'alpha-ref'));
  const weights = (name: string) => ({ weights: { [name]: join(folder, name) } });
  await writeFile(
    join(folder, 'alpha-ref', 'runner.yml'),
    JSON.stringify({
      schema: 'alpha-runner/1',
      systems: { sharp: weights('sharp_2572gikvuh.pt'), 'fish-speech': weights('s2-pro') },
    }),
  );
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Reads a job as its driver does, by the driver's own fields. */
const READ = `import importlib, sys
sys.path.insert(0, sys.argv[1])
import alpha_job
driver = importlib.import_module(sys.argv[2])
job = alpha_job.read_job(sys.argv[3], driver.FIELDS)
assert set(driver.MODEL) < set(job)`;

async function readByDriver(driver: string, job: unknown): Promise<void> {
  const file = join(folder, 'job.json');
  await writeFile(file, JSON.stringify(job));
  await execa('python3', ['-c', READ, dirname(driver), basename(driver, '.py'), file]);
}

/** Whether a program's own parser, or the one of ours that it is, takes an invocation. */
async function takes(
  system: string,
  { argv, writes }: Invocation,
): Promise<'a driver' | 'a command' | 'a program of the machine'> {
  const [program = '', script = ''] = argv;
  if (program === 'ffmpeg') return 'a program of the machine';
  if (script.includes('/scripts/drivers/')) {
    const [job = '', result = ''] = argv.slice(2);
    expect(Object.keys(writes)).toEqual([job]);
    expect(dirname(result)).toBe(dirname(job));
    await readByDriver(script, writes[job]);
    return 'a driver';
  }
  const { commands } = await readInterface(system);
  const command = commands.find((one) => one.program.every((word, at) => argv[at] === word));
  if (command === undefined) throw new Error(`${system} has no command like ${argv.join(' ')}`);
  // Some parsers ask whether their files are there: a dry run makes none.
  for (const word of argv.filter((path) => path.startsWith(folder))) {
    await mkdir(dirname(word), { recursive: true });
    await writeFile(word, '', { flag: 'a' });
  }
  await parseArgv(system, command.name, argv);
  return 'a command';
}

test('what a dry run prints of every system is taken by the program’s own parser', async () => {
  const args =
    'mesh splat stills scene clip voice/alpha_d13_episode72 ambient/alpha_d13_episode72 talk/alpha_d13_episode72';
  const { stdout } = await execa(
    process.execPath,
    [
      join(root, 'scripts/alpha.ts'),
      'build',
      ...args.split(' '),
      '--backend',
      'upstream',
      '--dry-run',
      '--json',
    ],
    { cwd: root, env: { XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder } },
  );
  const { artifacts } = DryRun.parse(JSON.parse(stdout));
  const taken = new Map<string, string[]>();
  for (const { system, invocations, files } of artifacts) {
    expect(invocations.length).toBeGreaterThan(0);
    expect(files.length).toBeGreaterThan(0);
    for (const invocation of invocations) {
      expect(invocation.files.length).toBeGreaterThan(0);
      taken.set(system, [...(taken.get(system) ?? []), await takes(system, invocation)]);
    }
  }
  expect(Object.fromEntries(taken)).toEqual({
    'hunyuan3d-2.1': ['a driver'],
    sharp: ['a command'],
    'pulid-flux': ['a driver'],
    '4dgaussians': ['a command', 'a command'],
    'wan-2.2-i2v': ['a command'],
    'fish-speech': ['a command'],
    'hunyuan-foley': ['a driver'],
    'latentsync-1.6': ['a program of the machine', 'a command', 'a program of the machine'],
  });
  // FLUX.1 makes candidates, which are no artifacts: its own tests read its jobs by its driver.
  const models = [...catalog.values()].filter(({ versions }) => versions.upstream !== undefined);
  expect(models.map(({ name }) => name).toSorted()).toEqual([...taken.keys(), 'flux-1-dev'].toSorted());
});
