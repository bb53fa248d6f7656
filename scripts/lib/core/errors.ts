/** What a fault may carry besides its message. */
export interface Advice {
  /** What the reader can do about it: a sentence, a command in backticks where there is one. */
  readonly hint: string;
  readonly cause?: unknown;
}

/**
 * A fault that the reader of the log can mend. The command line prints message and hint and exits with 2;
 * an action fails its step with both. Every other error is a bug of ours and keeps its stack.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** Stable, kebab-case, documented in docs/errors.md: scripts and tests hold on to it, never to the message. */
  readonly code: string;
  readonly hint: string;

  constructor(code: string, message: string, advice: Advice) {
    super(message, advice.cause === undefined ? undefined : { cause: advice.cause });
    this.code = code;
    this.hint = advice.hint;
  }
}

/** For the `default:` of a switch over a union: a new kind without a case does not compile. */
export function unreachable(value: never): never {
  throw new Error(`A case is missing for ${JSON.stringify(value)}`);
}

/** The message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
