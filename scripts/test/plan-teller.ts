import { expandGraph } from '#core/graph.ts';
import { LOCK_PATH, parseLock, formatLock } from '#core/lock.ts';
import { MANIFEST_PATH, parseManifest } from '#core/manifest.ts';
import { EpisodeSlug } from '#core/names.ts';
import { CommitId, oidOf } from '#core/oid.ts';
import { explain, makePlan, staleOf } from '#core/plan.ts';
import type { Fact } from '#core/plan.ts';
import { RepoPath } from '#core/repo-path.ts';
import { randomOf } from './random-world.ts';
import { catalog } from './small-world/declarations.ts';
import { fullLock } from './small-world/full-lock.ts';
import { MANIFEST } from './small-world/small-world.ts';

// Tells a plan in a process of its own, with everything that has an order read in another one.
const random = randomOf(Number(process.argv[2]));
const shuffled = <T>(list: Iterable<T>): T[] =>
  [...list]
    .map((item) => ({ item, rank: random() }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item);

const [head = '', body = ''] = MANIFEST.split('artifacts:\n');
const manifest = parseManifest(
  `${head}artifacts:\n${shuffled(body.trimEnd().split('\n')).join('\n')}\n`,
  MANIFEST_PATH,
  catalog,
);
const slugs = shuffled(
  // In order only by code unit: Lithuanian has y after i, Estonian z after s, Danish aa after z.
  ['one', 'two', 'iz', 'ja', 'y1', 't1', 'z_z', 'aa', 'ab', 'a10', 'a9', 'a-1', 'a_1'].flatMap(
    (slug) => EpisodeSlug.safeParse(slug).data ?? [],
  ),
);
const graph = expandGraph(manifest, slugs);
const factsOf = (version: string) =>
  new Map(
    shuffled<[string, Fact]>([
      ['source.reference', fact('picture', 'assets/alpha-ref.png', { picture: `pixels ${version}` })],
      [
        'source.voice-tokens',
        fact('tokens', 'assets/ref_alpha.npy', { tokens: 'tokens', transcript: 'words' }),
      ],
      ...slugs.flatMap((slug): [string, Fact][] => [
        [`episode.${slug}.narration`, fact('text', `episodes/${slug}/n.txt`, { text: `${slug} ${version}` })],
        [`episode.${slug}.ambient`, fact('text', `episodes/${slug}/episode.yml`, { text: slug })],
      ]),
    ]),
  );
function fact(kind: Fact['kind'], path: string, digests: Record<string, string>): Fact {
  return {
    kind,
    path: RepoPath.parse(path),
    digests: Object.fromEntries(shuffled(Object.entries(digests)).map(([role, text]) => [role, oidOf(text)])),
    commit: CommitId.parse('0123456789'.repeat(4)),
  };
}
const lock = parseLock(formatLock(shuffled(fullLock(graph, factsOf('before'), catalog).values())), LOCK_PATH);
const plan = makePlan(graph, factsOf('after'), lock, catalog);
console.log(
  JSON.stringify(
    plan.items.map(({ name, status }) => ({ name, status })),
    null,
    1,
  ),
);
for (const { name, recipe, key } of staleOf(plan))
  console.log(explain(plan, name), key ?? 'later', JSON.stringify(recipe) ?? '');
