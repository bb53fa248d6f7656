import { UserError } from '#core/errors.ts';

/** What the command line ends with; README and `alpha help` list them. */
export const EXIT = {
  /** Done; for a question: yes. */
  ok: 0,
  /** The question was answered with no: stale, different, not verified, an artifact that could not be built. */
  no: 1,
  /** The reader can mend it: what was given, or what lies in the repository, does not fit. */
  fault: 2,
  /** A bug of ours (EX_SOFTWARE of sysexits.h). */
  bug: 70,
  /** Stopped by Ctrl-C (128 + SIGINT). */
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Options that every command has. */
export interface Common {
  readonly json?: boolean;
}

/** What a command says at its end: the same answer for people and for programs. */
export interface Answer {
  readonly json: unknown;
  /** Lines for a person. */
  readonly text: readonly string[];
  readonly exit: ExitCode;
}

/** Runs a command: prints its answer once, tells faults with what to do, sets the exit code. */
export async function answer(common: Common, call: () => Promise<Answer>): Promise<void> {
  try {
    const { json, text, exit } = await call();
    process.stdout.write(
      common.json === true ? `${JSON.stringify(json, null, 2)}\n` : text.map((line) => `${line}\n`).join(''),
    );
    process.exitCode = exit;
  } catch (error) {
    process.exitCode = tellFault(error, common);
  }
}

/** Prints what went wrong to standard error; gives the exit code. */
export function tellFault(error: unknown, common: Common): ExitCode {
  if (error instanceof UserError) {
    if (common.json === true)
      process.stdout.write(
        `${JSON.stringify({ error: { code: error.code, message: error.message, hint: error.hint } }, null, 2)}\n`,
      );
    process.stderr.write(
      `${paint('31', 'error')} ${error.code}: ${error.message}\n${paint('36', 'what to do')}: ${error.hint}\n`,
    );
    return EXIT.fault;
  }
  if (error instanceof Error && error.name === 'AbortError') return EXIT.interrupted;
  process.stderr.write(
    `This is a bug of alpha-ref; please report it with the lines below.\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return EXIT.bug;
}

const colours = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;

/** Text in an SGR colour, where the terminal has colours. */
export const paint = (sgr: string, text: string): string =>
  colours ? `\u001b[${sgr}m${text}\u001b[0m` : text;

/** Columns under each other; the last one is not padded. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  return rows.map((row) =>
    row.map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0))).join('  '),
  );
}

/** Progress on standard error: one line that is rewritten on a terminal, a line each in a log. */
export function progressLine(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${text}`);
  else process.stderr.write(`${text}\n`);
}

/** Ends the line that `progressLine` rewrites. */
export function progressEnd(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[2K');
}

/** Seconds as people say them. */
export const seconds = (value: number): string =>
  value < 10
    ? `${value.toFixed(1)} s`
    : value < 120
      ? `${Math.round(value)} s`
      : `${Math.round(value / 60)} min`;
