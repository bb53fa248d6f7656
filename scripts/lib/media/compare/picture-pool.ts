import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FileVerdict } from '#core/verdict.ts';
import { pictureComparator } from './picture.ts';
import { PairAnswer, type PairTask } from './picture-task.ts';
import { type Comparator, type Comparison, SideUnreadable } from './request.ts';

/** Beside the calling thread, which compares too: two in all keep two cores busy, and more would cost memory. */
const HELPERS = availableParallelism() > 1 ? 1 : 0;
/** While one pair's panels are encoded, the next is decoded. */
const AT_ONCE = 2;

interface Waiting {
  readonly task: PairTask;
  readonly resolve: (verdict: FileVerdict) => void;
  readonly reject: (reason: unknown) => void;
}

/** Someone who compares: this thread or a helper. */
interface Hand {
  readonly busy: Map<number, Waiting>;
  readonly start: (waiting: Waiting) => void;
}

const own: Hand = { busy: new Map(), start: (waiting) => void compareHere(waiting) };
const hands: Hand[] = [own];
const queue: Waiting[] = [];
let serial = 0;

/**
 * Pictures, several at the same time by this thread and a helper, which ends with the process. Same verdicts and panels
 * whoever compares.
 */
export const pooledPictureComparator: Comparator = { pair: inTurn, single: pictureComparator.single };

async function inTurn(
  before: string,
  after: string,
  { outDir, labels, blink = false, signal }: Comparison,
): Promise<FileVerdict> {
  const { promise, resolve, reject } = Promise.withResolvers<FileVerdict>();
  const waiting: Waiting = {
    task: { id: (serial += 1), before, after, outDir, labels, blink },
    resolve,
    reject,
  };
  const stop = () => {
    const place = queue.indexOf(waiting);
    if (place >= 0) queue.splice(place, 1); // one that has begun runs to its end, unheard
    reject(signal?.reason);
  };
  signal?.throwIfAborted();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    queue.push(waiting);
    handOut();
    return await promise;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** To whoever has least to do; a helper is called when this thread has two pairs and a third waits. */
function handOut(): void {
  while (queue.length > 0) {
    if (hands.length <= HELPERS && own.busy.size === AT_ONCE) hands.push(helper());
    const free = hands
      .filter(({ busy }) => busy.size < AT_ONCE)
      .toSorted((a, b) => a.busy.size - b.busy.size)[0];
    const waiting = free === undefined ? undefined : queue.shift();
    if (free === undefined || waiting === undefined) return;
    free.busy.set(waiting.task.id, waiting);
    free.start(waiting);
  }
}

async function compareHere(waiting: Waiting): Promise<void> {
  const { id, before, after, outDir, labels, blink } = waiting.task;
  try {
    waiting.resolve(
      await pictureComparator.pair(before, after, { outDir, labels, blink, signal: undefined }),
    );
  } catch (thrown) {
    waiting.reject(thrown);
  }
  own.busy.delete(id);
  handOut();
}

function helper(): Hand {
  const worker = new Worker(createRequire(import.meta.url).resolve('#media/compare/picture-worker.ts'));
  const hand: Hand = {
    busy: new Map(),
    start: ({ task }) => {
      worker.ref();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      worker.postMessage(task);
    },
  };
  worker.on('message', (message: unknown) => {
    const answer = PairAnswer.parse(message);
    const waiting = hand.busy.get(answer.id);
    hand.busy.delete(answer.id);
    if (hand.busy.size === 0) worker.unref();
    if (waiting !== undefined) settle(waiting, answer);
    handOut();
  });
  worker.on('error', (cause) => lose(hand, new Error('a picture worker died', { cause })));
  worker.on('exit', () => lose(hand, new Error('a picture worker ended')));
  return hand;
}

function settle({ resolve, reject }: Waiting, answer: PairAnswer): void {
  if (answer.kind === 'verdict') resolve(answer.verdict);
  else if (answer.kind === 'unreadable') reject(new SideUnreadable(answer.side, answer.reason, undefined));
  else reject(new Error(answer.message));
}

function lose(hand: Hand, reason: Error): void {
  const place = hands.indexOf(hand);
  if (place >= 0) hands.splice(place, 1);
  for (const { reject } of hand.busy.values()) reject(reason);
  hand.busy.clear();
  handOut();
}
