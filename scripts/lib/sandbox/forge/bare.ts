import { execa } from 'execa';
import { CommitId } from '#core/oid.ts';
import { isOneLine, ObjectReader } from './object-reader.ts';

/** One changed path between two trees; modes and blobs as git-diff(1) "Raw output format" has them. */
export interface RawChange {
  readonly path: string;
  readonly status: string;
  readonly oldMode: string;
  readonly newMode: string;
  readonly oldBlob: string;
  readonly newBlob: string;
}

export interface Ref {
  readonly name: string;
  readonly sha: string;
  /** `commit`, or `tag` for an annotated tag. */
  readonly type: string;
}

export interface Person {
  readonly name: string;
  readonly email: string;
  /** ISO 8601, or `<seconds> +0000`. */
  readonly date: string;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Person;
  readonly committer: Person;
  readonly message: string;
}

interface Input {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

/** Server-side Git hears neither the machine's configuration nor its user's. */
export const serverEnv = (): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
  TZ: 'UTC',
});

export const ZERO = '0'.repeat(40);

/**
 * A bare repository, asked through Git's plumbing. Execa and not simple-git, because objects go in on stdin and come
 * out as bytes.
 */
export class BareRepository {
  readonly path: string;
  readonly #objects: ObjectReader;

  constructor(path: string) {
    this.path = path;
    this.#objects = new ObjectReader(path, serverEnv());
  }

  /** Ends the process that reads objects. */
  close(): Promise<void> {
    return this.#objects.close();
  }

  /** Standard output as bytes. @throws with Git's own words when it ends non-zero */
  async bytes(args: readonly string[], { input, env }: Input = {}): Promise<Uint8Array> {
    const { stdout } = await execa('git', ['--git-dir', this.path, ...args], {
      ...(input !== undefined && { input }),
      env: { ...serverEnv(), ...env },
      extendEnv: false,
      encoding: 'buffer',
      stripFinalNewline: false,
    });
    return stdout;
  }

  /** Standard output as text, without its last line feed. */
  async git(args: readonly string[], options: Input = {}): Promise<string> {
    return Buffer.from(await this.bytes(args, options))
      .toString('utf8')
      .replace(/\n$/u, '');
  }

  /** `undefined` where Git ends non-zero: for questions whose answer may be no. */
  async ask(args: readonly string[], options: Input = {}): Promise<string | undefined> {
    try {
      return await this.git(args, options);
    } catch {
      return undefined;
    }
  }

  /** The commit that a revision names, or `undefined`. */
  resolve(revision: string): Promise<string | undefined> {
    return this.#named(`${revision}^{commit}`);
  }

  /** The blob or tree at a path of a commit; an empty path is the root. */
  objectAt(commit: string, path: string): Promise<string | undefined> {
    return this.#named(`${commit}:${path}`);
  }

  async #named(revision: string): Promise<string | undefined> {
    return isOneLine(revision)
      ? (await this.#objects.read(revision))?.sha
      : this.ask(['rev-parse', '--verify', '--quiet', '--end-of-options', revision]);
  }

  async refs(...prefixes: readonly string[]): Promise<Ref[]> {
    const text = await this.git([
      'for-each-ref',
      '--format=%(objectname) %(objecttype) %(refname)',
      ...prefixes,
    ]);
    return text === '' ? [] : text.split('\n').map(refOf);
  }

  async ref(name: string): Promise<Ref | undefined> {
    return (await this.refs(name)).find((ref) => ref.name === name);
  }

  async setRef(name: string, sha: string, before?: string): Promise<void> {
    await this.git(['update-ref', name, sha, ...(before === undefined ? [] : [before])]);
  }

  async dropRef(name: string): Promise<void> {
    await this.git(['update-ref', '-d', name]);
  }

  async isAncestor(older: string, newer: string): Promise<boolean> {
    return (await this.ask(['merge-base', '--is-ancestor', older, newer])) !== undefined;
  }

  mergeBase(a: string, b: string): Promise<string | undefined> {
    return this.ask(['merge-base', a, b]);
  }

  async blob(sha: string): Promise<Uint8Array | undefined> {
    const found = await this.#objects.read(sha);
    return found?.type === 'blob' ? found.bytes : undefined;
  }

  /** Bytes of `path` at a commit, `undefined` when there is no such file. */
  async file(revision: string, path: string): Promise<Uint8Array | undefined> {
    if (isOneLine(path)) return this.blob(`${revision}:${path}`);
    const sha = await this.objectAt(revision, path);
    return sha === undefined ? undefined : this.blob(sha);
  }

  async putBlob(bytes: Uint8Array): Promise<string> {
    return this.git(['hash-object', '-w', '--stdin'], { input: bytes });
  }

  async commit(sha: string): Promise<Commit> {
    const found = await this.#objects.read(sha);
    if (found?.type !== 'commit') throw new RangeError(`${sha} is no commit here`);
    const text = Buffer.from(found.bytes).toString('utf8').replace(/\n$/u, '');
    const split = text.indexOf('\n\n');
    const lines = text.slice(0, split === -1 ? undefined : split).split('\n');
    const all = (name: string) =>
      lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
    return {
      sha,
      tree: all('tree')[0] ?? '',
      parents: all('parent'),
      author: personOf(all('author')[0] ?? ''),
      committer: personOf(all('committer')[0] ?? ''),
      message: split === -1 ? '' : text.slice(split + 2),
    };
  }

  async commitTree(what: {
    readonly tree: string;
    readonly parents: readonly string[];
    readonly message: string;
    readonly author: Person;
    readonly committer?: Person;
  }): Promise<string> {
    const committer = what.committer ?? what.author;
    return CommitId.parse(
      await this.git(
        ['commit-tree', what.tree, ...what.parents.flatMap((parent) => ['-p', parent]), '-F', '-'],
        {
          input: what.message,
          env: {
            GIT_AUTHOR_NAME: what.author.name,
            GIT_AUTHOR_EMAIL: what.author.email,
            GIT_AUTHOR_DATE: what.author.date,
            GIT_COMMITTER_NAME: committer.name,
            GIT_COMMITTER_EMAIL: committer.email,
            GIT_COMMITTER_DATE: committer.date,
          },
        },
      ),
    );
  }

  /** The tree of a merge of two commits, `undefined` when they conflict. */
  async mergedTree(ours: string, theirs: string): Promise<string | undefined> {
    const text = await this.ask(['merge-tree', '--write-tree', '--allow-unrelated-histories', ours, theirs]);
    return text?.split('\n')[0];
  }

  async rawDiff(before: string, after: string): Promise<RawChange[]> {
    const text = await this.git(['diff', '--raw', '-z', '--no-renames', '--no-abbrev', before, after]);
    const fields = text.split('\0');
    const changes: RawChange[] = [];
    for (let at = 0; at + 1 < fields.length; at += 2) {
      const [oldMode = '', newMode = '', oldBlob = '', newBlob = '', status = ''] = (fields[at] ?? '')
        .slice(1)
        .split(' ');
      changes.push({ path: fields[at + 1] ?? '', status, oldMode, newMode, oldBlob, newBlob });
    }
    return changes;
  }

  /** Commits of a range or revision, newest first. */
  async log(range: readonly string[], limit = 250): Promise<string[]> {
    const text = await this.git(['rev-list', `--max-count=${limit}`, ...range, '--']);
    return text === '' ? [] : text.split('\n');
  }

  async count(range: string): Promise<number> {
    return Number(await this.git(['rev-list', '--count', range, '--']));
  }

  static async init(path: string): Promise<BareRepository> {
    await execa('git', ['init', '--bare', '--quiet', '--initial-branch=main', path], {
      env: serverEnv(),
      extendEnv: false,
    });
    const repository = new BareRepository(path);
    const settings = {
      'http.receivepack': 'true',
      'uploadpack.allowAnySHA1InWant': 'true',
      'uploadpack.allowFilter': 'true',
      // A shallow clone may be pushed from, as on GitHub.
      'receive.shallowUpdate': 'true',
      'receive.advertisePushOptions': 'true',
      // refs/pull is the forge's own: "deny updating a hidden ref".
      'receive.hideRefs': 'refs/pull',
      'gc.auto': '0',
      'core.logAllRefUpdates': 'false',
    };
    for (const [name, value] of Object.entries(settings)) await repository.git(['config', name, value]);
    return repository;
  }
}

function refOf(line: string): Ref {
  const [sha = '', type = '', name = ''] = line.split(' ');
  return { sha, type, name };
}

/** `Name <e@mail> 1700000000 +0000`, see git-commit-tree(1). */
function personOf(line: string): Person {
  const found = /^(?<name>.*?) ?<(?<email>[^>]*)> (?<seconds>\d+) (?<zone>[+-]\d{4})$/u.exec(line)?.groups;
  return {
    name: found?.['name'] ?? '',
    email: found?.['email'] ?? '',
    date: new Date(Number(found?.['seconds'] ?? 0) * 1000).toISOString().replace('.000Z', 'Z'),
  };
}
