import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadDescription } from '../openapi/description.ts';
import { Forge } from './forge.ts';
import { answerRest } from './rest.ts';
import type { Violation } from './rest.ts';

test('an answer outside of the description is 500, and is told [bad-answer]', async () => {
  const root = await mkdtemp(join(tmpdir(), 'forge-'));
  const forge = await Forge.open({ root });
  try {
    const request = {
      method: 'GET',
      path: '/rate_limit',
      fullPath: '/api/v3/rate_limit',
      query: new URLSearchParams(),
      headers: {},
      bytes: new Uint8Array(),
    };
    const told: Violation[] = [];
    const ask = (description: ReturnType<typeof loadDescription>) =>
      answerRest(forge, description, request, { kind: 'anonymous' }, (violation) => told.push(violation));
    const real = loadDescription();
    expect((await ask(real)).status).toBe(200);
    expect(told).toEqual([]);
    expect((await ask({ ...real, responseFaults: () => ['another shape'] })).status).toBe(500);
    expect(told).toEqual([
      { side: 'response', method: 'GET', path: '/rate_limit', status: 200, faults: ['another shape'] },
    ]);
  } finally {
    await forge.close();
    await rm(root, { recursive: true, force: true });
  }
});
