import { expect, test } from 'vitest';
import { ConcurrencyGroups } from './concurrency.ts';

const member = (name: string, log: string[]) => ({ cancel: () => void log.push(`cancel ${name}`) });
const single = { cancelInProgress: false, queue: 'single' } as const;

test('one runs, one waits, and a newer one takes the place of the one that waits', async () => {
  const groups = new ConcurrencyGroups();
  const log: string[] = [];
  const [a, b, c] = [member('a', log), member('b', log), member('c', log)];
  expect(await groups.enter('G', a, single)).toBe(true);
  const second = groups.enter('g', b, single);
  const third = groups.enter('g', c, single);
  expect(await second).toBe(false);
  groups.leave('g', a);
  expect(await third).toBe(true);
  expect(log).toEqual([]);
});

test('cancel-in-progress ends the running one, and the next begins only when it has left', async () => {
  const groups = new ConcurrencyGroups();
  const log: string[] = [];
  const [a, b] = [member('a', log), member('b', log)];
  await groups.enter('g', a, single);
  let began = false;
  const second = groups.enter('g', b, { cancelInProgress: true, queue: 'single' }).then(() => (began = true));
  groups.withdraw('g', a);
  await Promise.resolve();
  expect([log, began]).toEqual([['cancel a'], false]);
  groups.leave('g', a);
  await second;
  expect(began).toBe(true);
});

test('queue: max keeps everyone in order, up to a hundred', async () => {
  const groups = new ConcurrencyGroups();
  const rule = { cancelInProgress: false, queue: 'max' } as const;
  const all = Array.from({ length: 102 }, () => member('', []));
  const order: number[] = [];
  const waits = all.map((entry, at) =>
    groups.enter('g', entry, rule).then((admitted) => {
      if (admitted) order.push(at);
      if (admitted) groups.leave('g', entry);
      return admitted;
    }),
  );
  const admitted = await Promise.all(waits);
  expect(admitted.filter(Boolean)).toHaveLength(101);
  expect(admitted.at(-1)).toBe(false);
  expect(order).toEqual(order.toSorted((x, y) => x - y));
});
