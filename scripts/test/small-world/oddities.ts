import { MANIFEST } from './small-world.ts';

const SOURCES = MANIFEST.slice(0, MANIFEST.indexOf('systems:'));

/** canon ← odd ← after, and canon ← sibling; `how` as in `how: behave, seed: 1`. */
export function odd(how: string): string {
  const [way = '', seed = 'seed: 0'] = how.split(', ');
  return `${SOURCES}systems:
  canon: { backend: preview }
  weave: { backend: preview }
  misbehave: { backend: preview }
artifacts:
  canon: { system: canon, reads: { picture: source.reference }, params: { width: 16, height: 16 }, ships: no }
  odd: { system: misbehave, reads: { from: canon }, params: { ${way.replace('how: ', "how: '")}' }, ${seed}, ships: no }
  after: { system: weave, reads: { from: odd }, ships: no }
  sibling: { system: weave, reads: { from: canon }, ships: no }
`;
}

/** canon, a sibling, and for each way a backend that behaves so (`odd-0`, …) with one that reads it (`after-0`, …). */
export function oddities(ways: readonly string[]): string {
  const artifacts = ways.flatMap((way, index) => [
    `  odd-${index}: { system: misbehave, reads: { from: canon }, params: { how: ${JSON.stringify(way)} }, ships: no }`,
    `  after-${index}: { system: weave, reads: { from: odd-${index} }, ships: no }`,
  ]);
  return `${odd('how: behave').replace(/ {2}odd: .*\n {2}after: .*\n/u, '')}${artifacts.join('\n')}\n`;
}
