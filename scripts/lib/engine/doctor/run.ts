import { execa } from 'execa';

/** What a program said when it was asked. */
export interface Said {
  readonly kind: 'ended' | 'missing' | 'silent';
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Asks a program, for at most so many seconds. It never throws: a program that is not there is an answer. */
export async function askProgram(
  argv: readonly string[],
  { seconds = 15, cwd }: { readonly seconds?: number; readonly cwd?: string } = {},
): Promise<Said> {
  const [program = '', ...args] = argv;
  const result = await execa(program, args, {
    reject: false,
    stdin: 'ignore',
    timeout: seconds * 1000,
    killDescendants: true,
    env: { LC_ALL: 'C.UTF-8' },
    maxBuffer: 2 ** 20,
    ...(cwd !== undefined && { cwd }),
  });
  const missing =
    result.failed && result.exitCode === undefined && !result.timedOut && result.signal === undefined;
  return {
    kind: missing ? 'missing' : result.timedOut ? 'silent' : 'ended',
    exitCode: result.exitCode,
    stdout: result.stdout ?? '',
    stderr: result.stderr ?? '',
  };
}
