import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadDescription } from './description.ts';
import { operations } from './operations.ts';

const description = loadDescription();

const match = (path: string, method = 'GET') => description.match(method, `/repos/o/r${path}`);

test('a path names its operation, also where a ref or a path has slashes', () => {
  expect(match('')?.id).toBe('repos/get');
  expect(match('/git/ref/heads/a/b')?.params['ref']).toBe('heads/a/b');
  expect(match('/git/ref/heads%2Fa')?.params['ref']).toBe('heads%2Fa');
  expect(match('/commits/feature/x/check-runs')).toMatchObject({
    id: 'checks/list-for-ref',
    params: { ref: 'feature/x' },
  });
  expect(match('/commits/abc')?.id).toBe('repos/get-commit');
  expect(match('/releases/latest')?.id).toBe('repos/get-latest-release');
  expect(match('/releases/12')?.id).toBe('repos/get-release');
  expect(match('/releases/tags/ep/a/v1.0.0')?.params['tag']).toBe('ep/a/v1.0.0');
  expect(match('/compare/main...topic')?.params['basehead']).toBe('main...topic');
  expect(match('/contents/a/b.txt')?.params['path']).toBe('a/b.txt');
  expect(match('/hooks')).toBeUndefined();
  expect(match('/pulls', 'DELETE')).toBeUndefined();
});

test('every operation of the table is in the cut description', () => {
  const query = new URLSearchParams();
  for (const id of ['repos/get', 'pulls/create'] as const) description.requestFaults(id, query, undefined);
  expect(Object.keys(operations).length).toBeGreaterThan(80);
  expect(description.source).toMatch(/^@octokit\/openapi \d+\.\d+\.\d+ \(MIT\)/u);
});

test('a request and an answer are told what is wrong with them', () => {
  const query = new URLSearchParams({ state: 'ajar', per_page: '5' });
  expect(description.requestFaults('pulls/list', query, undefined)).toHaveLength(1);
  expect(description.requestFaults('pulls/create', new URLSearchParams(), { head: 'a' })[0]).toContain(
    'base',
  );
  expect(description.responseFaults('git/get-ref', 200, { ref: 1 }).length).toBeGreaterThan(1);
  expect(description.responseFaults('git/get-ref', 418, {})).toEqual([
    'status 418 is not documented for git/get-ref',
  ]);
  expect(description.responseFaults('git/get-ref', 403, { message: 'no' })).toEqual([]);
  expect(description.responseFaults('git/delete-ref', 204, undefined)).toEqual([]);
  expect(description.responseFaults('git/delete-ref', 204, {})).toHaveLength(1);
});

test('no body and no path makes the checks themselves fail', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (body, path) => {
      expect(Array.isArray(description.requestFaults('checks/create', new URLSearchParams(), body))).toBe(
        true,
      );
      expect(() => description.match('GET', path)).not.toThrow();
    }),
    { numRuns: 50 },
  );
});
