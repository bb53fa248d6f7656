import { join } from 'node:path';
import { expect, test } from 'vitest';
import { flux1Dev } from './declaration.ts';
import { place } from './upstream.fixture.ts';

test('without a LoRA none is looked for', async () => {
  await using made = await place({ params: { width: 256, height: 256, pulidStrength: 0, loraScale: 0 } });
  expect(Object.keys(made.system.weights({ ...flux1Dev.params.parse({}), loraScale: 0 }))).toEqual([
    'FLUX.1-dev',
  ]);
  const [invocation] = await made.describe();
  const job = join(made.root, 'work', 'flux_reference.job.json');
  expect(invocation?.kind === 'process' && invocation.writes).toMatchObject({ [job]: { lora: null } });
});
