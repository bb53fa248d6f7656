import { parentPort } from 'node:worker_threads';
import { messageOf } from '#core/errors.ts';
import { pictureComparator } from './picture.ts';
import { PairTask, type PairAnswer } from './picture-task.ts';
import { SideUnreadable } from './request.ts';

/** Compares the pairs it is sent, and answers each by its number. */
async function answer(message: unknown): Promise<PairAnswer> {
  const { id, before, after, outDir, labels, blink } = PairTask.parse(message);
  try {
    const verdict = await pictureComparator.pair(before, after, { outDir, labels, blink, signal: undefined });
    return { id, kind: 'verdict', verdict };
  } catch (thrown) {
    if (thrown instanceof SideUnreadable) {
      return { id, kind: 'unreadable', side: thrown.side, reason: thrown.message };
    }
    return {
      id,
      kind: 'failed',
      message: thrown instanceof Error ? (thrown.stack ?? thrown.message) : messageOf(thrown),
    };
  }
}

parentPort?.on('message', (message: unknown) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  void answer(message).then((given) => parentPort?.postMessage(given));
});
