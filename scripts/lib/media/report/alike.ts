import { groupVerdicts } from '../compare/group.ts';
import type { CardView } from './gather.ts';
import { html, isolated, type Markup } from './markup.ts';

/** A file of the report. */
interface Place {
  /** Of its section, as in `a3f0`. */
  readonly id: string;
  readonly name: string;
}

/** What a file changed like: the one that shows it most plainly, or, for that one, all the others. */
export type Alike =
  | { readonly like: Place }
  | { readonly first: true; readonly others: readonly [Place, ...Place[]] };

/** By id of the file's section; files that nothing else changed like are not in it. */
export function alikeFiles(cards: readonly CardView[]): ReadonlyMap<string, Alike> {
  const places = new Map<string, Place>();
  const changed = cards.flatMap(({ artifact, files }, index) =>
    files.flatMap(({ role, verdict }, at) => {
      if (verdict.kind !== 'changed' && verdict.kind !== 'resized') return [];
      const id = `a${index}f${at}`;
      places.set(id, { id, name: files.length === 1 ? artifact.name : `${artifact.name} · ${role}` });
      return [{ name: id, verdict, family: artifact.verdict.artifact.split('/', 1)[0] }];
    }),
  );
  const alike = new Map<string, Alike>();
  for (const { members } of groupVerdicts(changed)) {
    const [first, second, ...rest] = members.flatMap(({ name }) => places.get(name) ?? []);
    if (first === undefined || second === undefined) continue;
    alike.set(first.id, { first: true, others: [second, ...rest] });
    for (const { id } of [second, ...rest]) alike.set(id, { like: first });
  }
  return alike;
}

/** So many are named; whoever looks for the others finds them by their own line. */
const MOST_NAMED = 8;

export function alikeLine(alike: Alike | undefined): Markup | null {
  if (alike === undefined) return null;
  if ('like' in alike) return html`<p class="alike">Changed like ${link(alike.like)}.</p>`;
  const { others } = alike;
  const rest = others.length - MOST_NAMED;
  return html`<p class="alike">
    ${others.length === 1 ? 'One other' : `${others.length} others`} changed alike:
    ${others.slice(0, MOST_NAMED).map((place, at) => html`${at > 0 ? ', ' : ''}${link(place)}`)}${rest > 0 ? ` and ${rest} more` : ''}.
  </p>`;
}

const link = ({ id, name }: Place): Markup => html`<a href="#${id}">${isolated(name)}</a>`;
