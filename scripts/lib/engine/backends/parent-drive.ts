import { failureMessage } from './child-job.ts';
import type { ChildMessage, ParentMessage } from './child-job.ts';
import type { WarmDrivers } from './warm-drivers.ts';

/** Beside the process of a build: does by the drivers what it asks for, and tells it how that goes. */
export interface Driving {
  readonly heard: (message: Extract<ChildMessage, { kind: 'drive' | 'stop' }>) => void;
  /** The process has ended: so does what a driver still does for it. */
  end(): Promise<void>;
}

/** @param write a line to the process's standard input */
export function driveForChild(drivers: WarmDrivers | undefined, write: (line: string) => void): Driving {
  let stop = new AbortController();
  let job: Promise<void> = Promise.resolve();
  const tell = (message: ParentMessage) => write(JSON.stringify(message));
  const work = async (request: Extract<ChildMessage, { kind: 'drive' }>): Promise<void> => {
    if (drivers === undefined) throw new RangeError(`nobody keeps drivers here, for ${request.system}`);
    const { exitCode, signal, seconds } = await drivers.drive({
      ...request,
      signal: stop.signal,
      line: (text) => tell({ kind: 'line', text }),
      stands: (at) => tell({ kind: 'card', at }),
    });
    tell({ kind: 'ended', exitCode, signal, seconds });
  };
  return {
    heard(message) {
      if (message.kind === 'stop') stop.abort(new Error('the job is no longer wanted'));
      else {
        stop = new AbortController();
        job = work(message).catch((error: unknown) => tell(failureMessage(error)));
      }
    },
    async end() {
      stop.abort(new Error('the build has ended'));
      await job;
    },
  };
}
