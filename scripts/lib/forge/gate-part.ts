import type { AxisReport } from '#core/identity.ts';
import { acceptCommand, gateSentence, isClosed } from '#engine/episode/gate.ts';
import type { GateState } from '#engine/episode/gate.ts';
import { escapeMarkdown } from './markdown.ts';

/** What stands between these lines of a comment says what happens on merge; a maintainer's word replaces it. */
const BEGIN = '<!-- alpha-ref on merge -->';
const END = '<!-- alpha-ref on merge, end -->';

/** How many gates are told one by one. */
const MOST = 12;

/** What happens on merge, as Markdown between two marks: whether a gate holds it up, and how it is accepted. */
export function gatePart(gates: readonly GateState[], most = MOST): string {
  const closed = gates.filter(isClosed);
  const held = closed.filter(({ holds }) => holds.publishing);
  const later = closed.filter(({ holds }) => !holds.publishing && holds.episodes.length > 0);
  const idle = closed.filter(({ holds }) => !holds.publishing && holds.episodes.length === 0);
  const accepted = gates.filter(({ gate }) => gate.kind === 'accepted');
  const blind = gates.flatMap(({ artifact, gate }) =>
    gate.kind === 'open' ? gate.report.axes.flatMap((axis) => unseen(artifact, axis)) : [],
  );
  const parts = [
    held.length === 0
      ? '**On merge** these very bytes are published; nothing is built again.'
      : `> [!CAUTION]\n> **On merge nothing is published**, and readers keep what they see, until ${held.length === 1 ? 'this gate is' : `these ${held.length} gates are`} open:\n>\n${list(held, closedItem, most, '> ')}`,
    later.length === 0
      ? ''
      : `> [!WARNING]\n> **Not shipped** until open; the site is published on merge all the same:\n>\n${list(later, shippingItem, most, '> ')}`,
    idle.length === 0
      ? ''
      : `Fails, and holds nothing up, for it never ships:\n\n${list(idle, (state) => escapeMarkdown(gateSentence(state)), most)}`,
    accepted.length === 0
      ? ''
      : `By the word of a maintainer:\n\n${list(accepted, (state) => `✓ ${escapeMarkdown(gateSentence(state))}`, most)}`,
    blind.length === 0
      ? ''
      : `<sub>Not measured, which is a look and no pass: ${blind.slice(0, most).join(', ')}${blind.length > most ? ` and ${blind.length - most} more` : ''}.</sub>`,
  ];
  return [BEGIN, ...parts.filter((part) => part !== ''), END].join('\n\n');
}

const unseen = (artifact: string, { axis, answer }: AxisReport): string[] =>
  answer === 'not-measured' ? [`${artifact} ${axis.replace('-', ' ')}`] : [];

const closedItem = (state: GateState): string =>
  `${escapeMarkdown(gateSentence(state))}<br>To let it pass, a maintainer comments \`${acceptCommand(state.artifact).comment}\`.`;

const shippingItem = (state: GateState): string => `${state.holds.episodes.join(', ')}: ${closedItem(state)}`;

function list(
  states: readonly GateState[],
  item: (state: GateState) => string,
  most: number,
  before = '',
): string {
  const lines = states.slice(0, most).map((state) => `${before}- ${item(state)}`);
  return [
    ...lines,
    ...(states.length > most
      ? [`${before}- and ${states.length - most} more: \`npm run alpha -- verify\` lists them`]
      : []),
  ].join('\n');
}

/** A comment of ours with another end of that part, at most `limit` UTF-16 units long; as it was where it has none. */
export function withGatePart(body: string, gates: readonly GateState[], limit: number): string {
  const [from, to] = [body.indexOf(BEGIN), body.indexOf(END)];
  if (from < 0 || to < from) return body;
  const around = (part: string) => `${body.slice(0, from)}${part}${body.slice(to + END.length)}`;
  const whole = around(gatePart(gates));
  return whole.length <= limit ? whole : around(gatePart(gates, 0));
}

/** What the check says: a closed gate is told, and stops no merge: merging is the reviewer's decision, publishing is not. */
export function gateVerdict(
  gates: readonly GateState[],
  title: string,
): { conclusion: 'success' | 'neutral'; title: string } {
  const held = gates.filter((state) => isClosed(state) && state.holds.publishing).length;
  return held === 0
    ? { conclusion: 'success', title }
    : {
        conclusion: 'neutral',
        title: `${title}; ${held} ${held === 1 ? 'gate holds' : 'gates hold'} publishing up`,
      };
}
