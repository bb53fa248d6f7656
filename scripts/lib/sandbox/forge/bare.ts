import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { CommitId } from '#core/oid.ts';
import type { GitObject } from '#engine/repository/batch-output.ts';
import { changesOf, commitOf, countsOf, refOf, treeEntries } from './git-values.ts';
import type { Commit, LineCount, Person, RawChange, Ref, TreeEntry } from './git-values.ts';
import { isOneLine, ObjectReader } from './object-reader.ts';

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
/** A full id, or two with two dots between them. */
const COMMITS = /^(?:[0-9a-f]{40}\.\.)?[0-9a-f]{40}$/u;

/** git-check-ref-format(1), and what a revision may not hold, so that a name means the ref of this name and nothing else. */
const REF_NAME = /^refs\/(?!.*(?:\.\.|\/[./]|@\{|\.lock(?:\/|$)))[^\p{Cc} ~^:?*[\\]+(?<![/.])$/u;

/** What `init` sets besides Git's own defaults. */
const SETTINGS = `[http]
	receivepack = true
[uploadpack]
	allowAnySHA1InWant = true
	allowFilter = true
[receive]
	# A shallow clone may be pushed from, as on GitHub.
	shallowUpdate = true
	advertisePushOptions = true
	# refs/pull is the forge's own: "deny updating a hidden ref".
	hideRefs = refs/pull
[gc]
	auto = 0
[core]
	logAllRefUpdates = false
[pack]
	# Everybody who fetches is on this machine: searching for deltas costs more than it saves.
	window = 0
	compression = 1
`;

/**
 * A bare repository, asked through Git's plumbing. Execa and not simple-git, because objects go in on stdin and come
 * out as bytes.
 */
export class BareRepository {
  readonly path: string;
  readonly #objects: ObjectReader;
  readonly #answers = new Map<string, Promise<string>>();

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

  /**
   * Asks Git about commits. About full ids what was answered once stays true, so it is asked once; that Git had no answer is
   * forgotten, because the objects may come.
   */
  #about(question: readonly string[], ...commits: readonly string[]): Promise<string> {
    const args = [...question, ...commits, '--'];
    if (!commits.every((commit) => COMMITS.test(commit))) return this.git(args);
    const key = args.join(' ');
    const known = this.#answers.get(key) ?? this.git(args);
    this.#answers.set(key, known);
    known.catch(() => this.#answers.delete(key));
    return known;
  }

  /** The commit that a revision names, or `undefined`. */
  resolve(revision: string): Promise<string | undefined> {
    return this.#named(`${revision}^{commit}`);
  }

  /** The tree that a revision names, or `undefined`. */
  resolveTree(revision: string): Promise<string | undefined> {
    return this.#named(`${revision}^{tree}`);
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

  /** The ref of this full name. `refs/heads/refs/…`, with which it could be mixed up, is refused by the forge's doors. */
  async ref(name: string): Promise<Ref | undefined> {
    const found = REF_NAME.test(name) ? await this.#objects.read(name) : undefined;
    return found && { name, sha: found.sha, type: found.type };
  }

  /** What the tree at a path of a commit holds, in Git's order; `undefined` when there is none. */
  async tree(commit: string, path: string): Promise<TreeEntry[] | undefined> {
    const found = await this.#objects.read(`${commit}:${path}`);
    return found?.type === 'tree' ? treeEntries(found.bytes) : undefined;
  }

  async setRef(name: string, sha: string, before?: string): Promise<void> {
    await this.git(['update-ref', name, sha, ...(before === undefined ? [] : [before])]);
  }

  async dropRef(name: string): Promise<void> {
    await this.git(['update-ref', '-d', name]);
  }

  async isAncestor(older: string, newer: string): Promise<boolean> {
    const base = await this.mergeBase(older, newer);
    return base !== undefined && base === (await this.resolve(older));
  }

  /** Where two histories parted; `undefined` when they share nothing, or are not here. */
  async mergeBase(a: string, b: string): Promise<string | undefined> {
    const [one, other] = [await this.resolve(a), await this.resolve(b)];
    if (one === undefined || other === undefined || one === other) return one === other ? one : undefined;
    return this.#about(['merge-base'], one, other).catch(() => undefined);
  }

  /** The object of an id, or `undefined`. */
  object(sha: string): Promise<GitObject | undefined> {
    return this.#objects.read(sha);
  }

  async blob(sha: string): Promise<Uint8Array | undefined> {
    const found = await this.object(sha);
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
    return commitOf(sha, found.bytes);
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
    const text = await this.#about(['diff', '--raw', '-z', '--no-renames', '--no-abbrev'], before, after);
    return changesOf(text);
  }

  /** Lines that came and went, by path; 0 and 0 for what Git takes for binary. */
  async lineCounts(before: string, after: string): Promise<Map<string, LineCount>> {
    const text = await this.#about(['diff', '--numstat', '-z', '--no-renames'], before, after);
    return countsOf(text);
  }

  /** Commits of a range or revision, newest first. */
  async log(range: string, limit = 250): Promise<string[]> {
    const text = await this.#about(['rev-list', `--max-count=${limit}`], range);
    return text === '' ? [] : text.split('\n');
  }

  async count(range: string): Promise<number> {
    return Number(await this.#about(['rev-list', '--count'], range));
  }

  static async init(path: string): Promise<BareRepository> {
    await execa('git', ['init', '--bare', '--quiet', '--initial-branch=main', path], {
      env: serverEnv(),
      extendEnv: false,
    });
    await appendFile(join(path, 'config'), SETTINGS);
    return new BareRepository(path);
  }
}
