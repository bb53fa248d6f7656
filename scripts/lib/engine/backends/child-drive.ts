import { failureOf, ParentMessage } from './child-job.ts';
import type { ChildMessage } from './child-job.ts';
import type { Drive } from '../pipelines/card.ts';

/** In the process of a build: a `Drive` that asks the parent, which keeps the drivers, and what is to be done with its words. */
export function askParent(say: (message: ChildMessage) => void): {
  readonly drive: Drive;
  readonly heard: (line: string) => void;
} {
  let hear: ((message: ParentMessage) => void) | undefined;
  const stop = () => say({ kind: 'stop' });
  return {
    heard: (line) => hear?.(ParentMessage.parse(JSON.parse(line))),
    async drive({ signal, line, stands, ...request }) {
      signal.throwIfAborted();
      signal.addEventListener('abort', stop);
      try {
        const end = await new Promise<Extract<ParentMessage, { kind: 'ended' | 'failed' }>>((resolve) => {
          hear = (message) => {
            if (message.kind === 'line') line(message.text);
            else if (message.kind === 'card') stands?.(message.at);
            else resolve(message);
          };
          const { argv, env, ...rest } = request;
          say({ kind: 'drive', ...rest, argv: [...argv], env: { ...env } });
        });
        signal.throwIfAborted();
        if (end.kind === 'failed') throw failureOf(end);
        const { exitCode, signal: by, seconds } = end;
        return { exitCode, signal: by, timedOut: false, seconds };
      } finally {
        signal.removeEventListener('abort', stop);
        hear = undefined;
      }
    },
  };
}
