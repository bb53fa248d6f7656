import { join } from 'node:path';
import { expect, test } from 'vitest';
import { place } from './upstream.fixture.ts';

test('a dry run shows the job that the driver would be given', async () => {
  await using made = await place();
  const [invocation] = await made.describe();
  const job = join(made.root, 'work', 'pulid_stills.job.json');
  expect(invocation).toMatchObject({
    kind: 'process',
    argv: [
      join(made.root, 'venv', 'bin', 'python'),
      expect.stringMatching(/scripts\/drivers\/pulid_stills\.py$/u),
      job,
      join(made.root, 'work', 'pulid_stills.result.json'),
    ],
    cwd: made.checkout,
    writes: {
      [job]: { image: join(made.root, 'in', 'picture-picture'), steps: 28, id_weight: 1, fp8: false },
    },
  });
});
