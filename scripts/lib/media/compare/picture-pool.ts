import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FileVerdict } from '#core/verdict.ts';
import { pictureComparator } from './picture.ts';
import { PairAnswer, type PairTask } from './picture-task.ts';
import { type Comparator, type Comparison, SideUnreadable } from './request.ts';

/** More threads than this gain nothing that memory would not pay for. */
const MOST_WORKERS = Math.min(2, availableParallelism());
/** While one pair's panels are encoded, the next is decoded. */
const AT_ONCE = 2;

interface Waiting {
  readonly task: PairTask;
  readonly resolve: (verdict: FileVerdict) => void;
  readonly reject: (reason: unknown) => void;
}

interface Hand {
  readonly worker: Worker;
  readonly busy: Map<number, Waiting>;
}

const hands: Hand[] = [];
const queue: Waiting[] = [];
let inline = 0;
let serial = 0;

/**
 * Pictures, the first here, further ones at the same time by two worker threads, which end with the process. Same
 * verdicts and panels either way.
 */
export const pooledPictureComparator: Comparator = {
  pair: async (before, after, comparison) => {
    if (hands.length === 0 && inline === 0) {
      inline += 1;
      try {
        return await pictureComparator.pair(before, after, comparison);
      } finally {
        inline -= 1;
      }
    }
    return inWorker(before, after, comparison);
  },
  single: pictureComparator.single,
};

async function inWorker(
  before: string,
  after: string,
  { outDir, labels, signal }: Comparison,
): Promise<FileVerdict> {
  const { promise, resolve, reject } = Promise.withResolvers<FileVerdict>();
  const waiting: Waiting = { task: { id: (serial += 1), before, after, outDir, labels }, resolve, reject };
  const stop = () => {
    const place = queue.indexOf(waiting);
    if (place >= 0) queue.splice(place, 1); // one that a worker has begun runs to its end, unheard
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

function handOut(): void {
  while (queue.length > 0) {
    const free = hands
      .filter(({ busy }) => busy.size < AT_ONCE)
      .toSorted((a, b) => a.busy.size - b.busy.size)[0];
    const hand =
      free !== undefined && (free.busy.size === 0 || hands.length === MOST_WORKERS) ? free : another();
    if (hand === undefined) return;
    const waiting = queue.shift();
    if (waiting === undefined) return;
    hand.busy.set(waiting.task.id, waiting);
    hand.worker.ref();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    hand.worker.postMessage(waiting.task);
  }
}

function another(): Hand | undefined {
  if (hands.length >= MOST_WORKERS) return undefined;
  const worker = new Worker(createRequire(import.meta.url).resolve('#media/compare/picture-worker.ts'));
  const hand: Hand = { worker, busy: new Map() };
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
  hands.push(hand);
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
