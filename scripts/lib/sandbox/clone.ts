import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { noreply } from './forge/shapes/users.ts';
import type { User } from './forge/tables.ts';

/** A person's checkout: real Git and Git LFS with that person's name and token, and nothing of this machine's configuration. */
export interface Clone {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs Git in the clone; what it printed, without its last line feed. @throws with Git's words */
  git(...args: readonly string[]): Promise<string>;
  read(path: string): Promise<Uint8Array>;
  /** Writes the files (`null` removes one), adds and commits them; the new commit's id. */
  commit(message: string, files: Readonly<Record<string, string | Uint8Array | null>>): Promise<string>;
  /** `git push --quiet origin …`; without arguments the present branch. */
  push(...args: readonly string[]): Promise<void>;
}

/**
 * The configuration that every checkout of the sandbox has instead of the machine's: the LFS filter, no prompts, and packs made
 * quickly, because they only go to this machine.
 */
export const GIT_CONFIG = `[filter "lfs"]
	clean = git-lfs clean -- %f
	smudge = git-lfs smudge -- %f
	process = git-lfs filter-process
	required = true
[init]
	defaultBranch = main
[advice]
	detachedHead = false
[gc]
	auto = 0
[pack]
	window = 0
	compression = 1
[lfs]
	locksverify = false
[protocol "file"]
	allow = always
`;

/** What Git and LFS need to find, and what they must not: neither the system's nor a user's configuration. */
function gitEnv(home: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: home,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: join(home, '.gitconfig'),
    GIT_TERMINAL_PROMPT: '0',
  };
}

/** `Authorization` for Git over HTTP, as actions/checkout sets it. */
export const basicAuth = (token: string): string =>
  `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;

export async function openClone(
  where: { readonly path: string; readonly home: string; readonly url: string; readonly slug: string },
  user: User,
): Promise<Clone> {
  const { path, home, url, slug } = where;
  await rm(path, { recursive: true, force: true });
  await mkdir(dirname(path), { recursive: true });
  await mkdir(home, { recursive: true });
  await writeFile(join(home, '.gitconfig'), GIT_CONFIG);
  const env = gitEnv(home);
  const header = ['-c', `http.${url}/.extraheader=${basicAuth(user.token ?? '')}`];
  const run = async (args: readonly string[], cwd: string): Promise<string> => {
    const { stdout } = await execa('git', args, { cwd, env, extendEnv: false });
    return stdout;
  };
  const settings = [...header, '-c', `user.name=${user.login}`, '-c', `user.email=${noreply(user)}`];
  await run([...header, 'clone', '--quiet', ...settings, `${url}/${slug}.git`, path], dirname(path));
  const git = (...args: readonly string[]) => run(args, path);
  return {
    path,
    env,
    git,
    read: (file) => readFile(join(path, file)),
    async commit(message, files) {
      for (const [file, content] of Object.entries(files)) {
        const target = join(path, file);
        if (content === null) await rm(target);
        else {
          await mkdir(dirname(target), { recursive: true });
          await writeFile(target, content);
        }
      }
      await git('add', '--all', '--', ...Object.keys(files));
      await git('commit', '--quiet', '--message', message);
      return git('rev-parse', 'HEAD');
    },
    async push(...args) {
      await git('push', '--quiet', 'origin', ...(args.length > 0 ? args : ['HEAD']));
    },
  };
}
