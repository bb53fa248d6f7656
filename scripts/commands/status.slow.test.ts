import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { LedgerRecord } from '#core/ledger-record.ts';
import { formatLock, LOCK_PATH } from '#core/lock.ts';
import { oidOf } from '#core/oid.ts';
import { appendToLedger } from '#engine/ledger/ledger.ts';
import { catalog } from '#engine/pipelines/catalog.ts';
import { lfsReader } from '#engine/repository/lfs-objects.ts';
import { readWorkTree } from '#engine/repository/snapshot.ts';
import { ACCESS, s3Server } from '#test/s3-server.ts';
import { fullLock } from '#test/small-world/full-lock.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';

const checkout = resolve(import.meta.dirname, '../..');
const Sum = z.object({
  seconds: z.number(),
  gpuSeconds: z.number(),
  money: z.record(z.string(), z.number()),
});
const Status = z.object({
  stale: z.number(),
  store: z.string(),
  artifacts: z.array(
    z.object({
      name: z.string(),
      cost: z.object({ seconds: z.number() }).nullable(),
      bytesHere: z.boolean(),
    }),
  ),
  cost: z.object({ locked: Sum, recorded: Sum, expected: Sum }),
});

test('status says what the locked builds took and cost, what all took, and what is to come; a bucket may be the store', async () => {
  await using folder = await temporaryFolder();
  await using bucket = await s3Server('alpha-bucket');
  const root = join(folder.path, 'clone');
  const run = (...argv: readonly string[]) => execa('git', argv, { cwd: root });
  await execa('git', ['clone', '--quiet', '--depth', '1', `file://${checkout}`, root], {
    env: { GIT_LFS_SKIP_SMUDGE: '1' },
  });
  const bytesOf = await lfsReader(checkout, { maxBytes: 2 ** 24 });
  const { graph, facts } = await readWorkTree(root, { catalog, bytesOf, trust: 'cards' });
  const lock = fullLock(graph, facts, catalog);
  const first = [...lock.values()].find(({ name }) => name === 'stills'); // nothing reads them
  if (first === undefined) throw new Error('there are no stills');
  const others = [...lock.values()].filter((one) => one !== first);
  await execa('tee', [join(root, LOCK_PATH)], { input: formatLock(others), stdout: 'ignore' });
  const { stdout: commit } = await run('rev-parse', 'HEAD');
  const built = (at: number, more: object) =>
    LedgerRecord.parse({
      kind: 'build',
      artifact: others[at]?.name,
      key: others[at]?.key,
      recipe: others[at]?.recipe,
      outputs: others[at]?.outputs,
      preview: null,
      commit,
      runner: 'r',
      cost: { seconds: 60, gpuSeconds: 50, money: { amount: 0.25, currency: 'EUR' } },
      ...more,
    });
  const replaced = {
    key: first.key,
    recipe: first.recipe,
    artifact: first.name,
    outputs: first.outputs,
    cost: { seconds: 7 },
  };
  await appendToLedger({ root, remote: undefined }, [built(0, {}), built(1, {}), built(0, replaced)], {
    now: () => new Date(0),
    by: { name: 'a', email: 'a@b.example' },
  });
  await run('remote', 'remove', 'origin');
  const { stdout } = await execa(process.execPath, [join(checkout, 'scripts/alpha.ts'), 'status', '--json'], {
    cwd: root,
    env: {
      XDG_CACHE_HOME: join(folder.path, 'cache'),
      ALPHA_STORE: `s3://alpha-bucket/home?endpoint=${encodeURIComponent(bucket.endpoint)}`,
      AWS_ACCESS_KEY_ID: ACCESS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: ACCESS.secretAccessKey,
      AWS_REGION: ACCESS.region,
    },
  });
  const status = Status.parse(JSON.parse(stdout));
  expect(status.stale).toBe(1);
  expect(status.artifacts.filter(({ cost }) => cost !== null)).toHaveLength(2);
  expect(status.artifacts.some(({ bytesHere }) => bytesHere)).toBe(false);
  expect(status.cost).toMatchObject({
    locked: { seconds: 120, gpuSeconds: 100, money: { EUR: 0.5 } },
    recorded: { seconds: 127 },
    expected: { seconds: 7 },
  });
  expect(status.store).toContain('alpha-bucket');
});

test('doctor reads weights where it is asked to, and names the pin of those that have none', async () => {
  await using folder = await temporaryFolder();
  const home = join(folder.path, 'home');
  const checkpoint = join(home, '.cache/torch/hub/checkpoints/sharp_2572gikvuh.pt');
  await mkdir(dirname(checkpoint), { recursive: true });
  await mkdir(join(home, '.local/share/alpha-ref/sharp'), { recursive: true });
  await writeFile(checkpoint, 'weights');
  const doctor = async (...argv: readonly string[]) => {
    const { stdout } = await execa(
      process.execPath,
      [join(checkout, 'scripts/alpha.ts'), 'doctor', '--json', ...argv],
      { cwd: checkout, env: { HOME: home }, reject: false },
    );
    const { findings } = z
      .object({ findings: z.array(z.object({ what: z.string(), mend: z.string().optional() })) })
      .parse(JSON.parse(stdout));
    return findings.find(({ what }) => what.startsWith('weights of sharp'))?.mend;
  };
  expect(await doctor()).toBe('npm run alpha -- doctor --weights');
  expect(await doctor('--weights')).toContain(oidOf('weights'));
});
