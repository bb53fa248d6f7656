import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseArgv } from '../../../../drivers/interfaces/interface.ts';
import { place } from './upstream.fixture.ts';

test('the command line is one that the program takes; the picture goes in as it is', async () => {
  await using made = await place('exit 0');
  const [invocation] = await made.describe();
  if (invocation?.kind !== 'process') throw new Error('a process was expected');
  // click looks whether they are there.
  await expect(parseArgv('sharp', 'predict', ['sharp', ...invocation.argv.slice(1)])).resolves.toEqual({
    'input-path': join(made.root, 'in', 'picture-canon.png'),
    'output-path': join(made.root, 'work', 'splat'),
    'checkpoint-path': join(made.root, 'weights', 'sharp_2572gikvuh.pt'),
    render: false,
    device: 'default',
    verbose: false,
  });
});

test('exit 0 with no picture found is a failure, by its own words', async () => {
  await using made = await place('echo "INFO No valid images found. Input was $3."');
  const fault = await made.fault();
  expect(fault.code).toBe('output-missing');
  expect(fault.message).toContain('No valid images found');
});
