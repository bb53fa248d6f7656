import type { Json } from '#core/json.ts';

// What a build and whoever runs it say to each other of the card. It imports nothing that runs anything: those who only read what a
// build cost must not be able to build (.github/decisions/0005).

/** Where a build stands with the card; before the first of these it prepares itself, or loads its model. */
export type CardStand =
  /** For its turn to compute: its model may be loaded. */
  | 'waiting'
  | 'computing'
  /** It needs the card no more; a model that stays loaded belongs to nobody then. */
  | 'left';

/** What a build knows of the card that it shares. */
export interface CardAccess {
  /** The file whose lock (flock(2)) whoever computes holds. Absolute. */
  readonly lock: string;
  /** Told as it goes. */
  stands(at: CardStand): void;
  /** Has a driver that stays for the next job do this one; absent where nobody keeps drivers. */
  readonly drive?: Drive | undefined;
}

/** A process as it is asked for. */
export interface ProcessRequest {
  readonly argv: readonly string[];
  readonly cwd: string;
  /** Everything that it sees beside PATH, HOME and the locale. */
  readonly env: Readonly<Record<string, string>>;
  /** Without it, nothing but `signal` ends it. */
  readonly timeoutSeconds?: number;
  readonly signal: AbortSignal;
  /** Each line of stdout and stderr as it comes; a progress bar's carriage return ends a line too. */
  readonly line: (text: string) => void;
  /** Told by a driver of ours that takes the lock of the card itself. */
  readonly stands?: ((at: CardStand) => void) | undefined;
}

/** How it ended. */
export interface ProcessEnd {
  /** 128 and the signal's number when a signal ended the program itself; `undefined` when it ended the whole group. */
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly timedOut: boolean;
  /** Wall time. */
  readonly seconds: number;
}

/** A job for a driver that may have its model in VRAM already. */
export interface DriveRequest extends Omit<ProcessRequest, 'timeoutSeconds'> {
  /** Whose model it is: a system has at most one such process. */
  readonly system: string;
  /** What decides which model is loaded: jobs that differ in it never share a process. */
  readonly model: Json;
  /** Files of the job and of its result. Absolute. */
  readonly job: string;
  readonly result: string;
}

/**
 * Does a job as a process of its own would: the end of the job is told as that of a process.
 *
 * @throws the signal's reason when it was aborted
 * @throws {UserError} `program-missing`
 */
export type Drive = (request: DriveRequest) => Promise<ProcessEnd>;
