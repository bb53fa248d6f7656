import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { CommitId } from '#core/oid.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** What becomes of files in a commit: their new contents, or `null` for gone. */
export type Files = Readonly<Record<string, string | Uint8Array | null>>;

/** A real repository with real Git LFS (`*.png` and `*.npy`), gone when the block ends. */
export interface LfsRepo extends AsyncDisposable {
  /** The clone: work tree and `.git`. */
  readonly root: string;
  /** A bare repository, the clone's `origin`; nothing is in it until a push. */
  readonly origin: string;
  /** Writes the files and leaves them uncommitted. */
  write(files: Files): Promise<void>;
  /** Writes the files and commits everything; dates are fixed, so equal histories have equal ids. */
  commit(message: string, files: Files): Promise<CommitId>;
  /** Runs git in the clone and gives what it prints, trimmed. */
  git(...argv: readonly string[]): Promise<string>;
}

export const ATTRIBUTES = `* -text
*.png filter=lfs diff=lfs merge=binary -text
*.npy filter=lfs diff=lfs merge=binary -text
`;

const config = (origin: string) => `
[user]
  name = A Test
  email = test@example.invalid
[commit]
  gpgsign = false
[core]
  autocrlf = false
[filter "lfs"]
  clean = git-lfs clean -- %f
  smudge = git-lfs smudge -- %f
  process = git-lfs filter-process
  required = true
[remote "origin"]
  url = ${origin}
  fetch = +refs/heads/*:refs/remotes/origin/*
`;

export async function lfsRepo(): Promise<LfsRepo> {
  const folder = await temporaryFolder();
  const root = join(folder.path, 'clone');
  const origin = join(folder.path, 'origin.git');
  let clock = 1_700_000_000;
  const git = async (...argv: readonly string[]): Promise<string> => {
    const date = `${clock} +0000`;
    const env = {
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
      GIT_TERMINAL_PROMPT: '0',
    };
    const { stdout } = await execa('git', argv, { cwd: root, env });
    return stdout.trim();
  };
  const write = async (files: Files): Promise<void> => {
    for (const [path, content] of Object.entries(files)) {
      const target = join(root, path);
      if (content === null) await rm(target, { recursive: true, force: true });
      else {
        await mkdir(dirname(target), { recursive: true });
        await writeFile(target, content);
      }
    }
  };
  const commit = async (message: string, files: Files): Promise<CommitId> => {
    await write(files);
    clock += 60;
    await git('add', '--all');
    await git('commit', '--quiet', '--allow-empty', '--message', message);
    return CommitId.parse(await git('rev-parse', 'HEAD'));
  };
  await execa('git', ['init', '--quiet', '--bare', '--initial-branch=main', origin]);
  await execa('git', ['init', '--quiet', '--initial-branch=main', root]);
  await appendFile(join(root, '.git', 'config'), config(origin));
  await write({ '.gitattributes': ATTRIBUTES });
  return { root, origin, write, commit, git, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}
