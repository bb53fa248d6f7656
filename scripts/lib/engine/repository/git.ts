import { existsSync } from 'node:fs';
import { simpleGit } from 'simple-git';
import { UserError } from '#core/errors.ts';

/** One question to git: its arguments, and how its answer is read. */
export interface GitTask<T> {
  readonly argv: readonly string[];
  /** Goes to standard input. */
  readonly input?: string | Uint8Array;
  /** Set beside the inherited environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly parse: (stdout: Buffer) => T;
}

/** Git ended with an error; what it printed is in `stdout` and `stderr`. */
export class GitFailure extends Error {
  override readonly name = 'GitFailure';
  readonly stdout: string;
  readonly stderr: string;

  constructor(argv: readonly string[], stdout: string, stderr: string) {
    super(`git ${argv.join(' ')}: ${stderr.trim() || 'it failed without a word'}`);
    this.stdout = stdout;
    this.stderr = stderr;
  }
}

// All that git inherits. Whatever else is named GIT_* (a hook's GIT_DIR above all) would point it elsewhere, and an
// EDITOR or PAGER is a command.
const INHERITED =
  'PATH HOME USER LOGNAME TMPDIR XDG_CONFIG_HOME SSH_AUTH_SOCK SSL_CERT_FILE SSL_CERT_DIR ' +
  'http_proxy https_proxy no_proxy HTTPS_PROXY NO_PROXY SystemRoot USERPROFILE APPDATA ProgramData TEMP ' +
  'GIT_CONFIG_GLOBAL GIT_CONFIG_SYSTEM GIT_CONFIG_NOSYSTEM GIT_SSL_CAINFO';

/**
 * Asks git about the repository at `root`. Never asks the terminal, never takes optional locks, never smudges an LFS
 * file, speaks English.
 *
 * @throws {GitFailure} when git does
 * @throws {UserError} `not-a-repository` when `root` is in none
 */
export async function ask<T>(root: string, task: GitTask<T>): Promise<T> {
  if (!existsSync(root)) throw notARepository(root);
  let ended = { exitCode: 0, stdout: Buffer.alloc(0), stderr: '' };
  const env: Record<string, string> = {
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_LFS_SKIP_SMUDGE: '1',
    ...task.env,
  };
  for (const name of INHERITED.split(' ')) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  const { input } = task;
  const git = simpleGit({
    baseDir: root,
    allowEnvironment: Object.keys(env).filter((name) => name.startsWith('GIT_')),
    // Without it the answer may be cut off 50 ms after git ends.
    completion: { onClose: true, onExit: false },
    ...(input === undefined ? {} : { input: () => (typeof input === 'string' ? input : Buffer.from(input)) }),
    // The one that a workflow's job was given holds its access to the server.
    unsafe: { allowUnsafeConfigPaths: true },
    errors: (error, { exitCode, stdOut, stdErr }) => {
      ended = { exitCode, stdout: Buffer.concat(stdOut), stderr: Buffer.concat(stdErr).toString() };
      return exitCode === 0 ? error : undefined; // told below, with what git printed
    },
  }).env(env);
  await git.raw([...task.argv]);
  if (ended.exitCode === 0) return task.parse(ended.stdout);
  const cause = new GitFailure(task.argv, ended.stdout.toString(), ended.stderr);
  if (!/not a git repository/u.test(ended.stderr)) throw cause;
  throw notARepository(root, cause);
}

const notARepository = (root: string, cause?: unknown) =>
  new UserError('not-a-repository', `${root} is not in a Git repository`, {
    hint: 'Start this inside a clone of the repository, or name one.',
    cause,
  });

/** For tasks of which only the success matters. */
export const nothing = (): void => undefined;

/** The answer as one line. */
export const line = (stdout: Buffer): string => stdout.toString().trimEnd();
