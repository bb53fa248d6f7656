import { z } from 'zod';
import { needing } from './github.ts';
import type { GitHub } from './github.ts';

const PAGE = 100;
const Pulls = z.array(z.object({ number: z.int().positive() }));

/** The numbers of the open pull requests. */
export async function openPulls({ request, owner, repo }: GitHub): Promise<number[]> {
  const numbers: number[] = [];
  for (let page = 1; ; page += 1) {
    const { data } = await needing('pull-requests: read', () =>
      request('GET /repos/{owner}/{repo}/pulls', { owner, repo, state: 'open', per_page: PAGE, page }),
    );
    const found = Pulls.parse(data);
    numbers.push(...found.map(({ number }) => number));
    if (found.length < PAGE) return numbers;
  }
}
