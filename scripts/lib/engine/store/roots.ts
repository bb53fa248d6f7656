import { LOCK_PATH, parseLock } from '#core/lock.ts';
import { UserError } from '#core/errors.ts';
import { CommitId, Oid } from '#core/oid.ts';
import type { Ledger } from '../ledger/chain.ts';
import { entriesOf } from '../ledger/queries.ts';
import { ask, GitFailure, line, nothing } from '../repository/git.ts';
import { readFiles, treeFiles } from '../repository/tree.ts';
import { digestsOf } from './sweep.ts';

/** What must be kept, and who says so. */
export interface Roots {
  readonly digests: ReadonlySet<Oid>;
  /** How many branches, tags and pull requests were read. */
  readonly places: number;
}

export interface RootsQuestion {
  readonly root: string;
  /** Its branches, tags and pull requests count beside those of this clone; `undefined`: there is none. */
  readonly remote: string | undefined;
  /** Numbers of the open ones; `all` counts closed ones too, where nobody can say which are open. */
  readonly pulls: readonly number[] | 'all';
  readonly ledger: Ledger;
}

/** Where refs of the remote are held while they are read. */
const HELD = 'refs/alpha/sweep';
const MAX_LOCK_BYTES = 64_000_000;
const DIGEST = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/gu;

/**
 * Everything that something still needs: the locks of all branches, tags and open pull requests, here and on the remote as it
 * is now; what was ever shipped; what the site shows. What cannot be asked is a fault, never an empty answer (I10).
 *
 * @throws {UserError} `remote-failed` when the remote cannot be read
 */
export async function gatherRoots(question: RootsQuestion): Promise<Roots> {
  const { root, remote, ledger } = question;
  const digests = new Set<Oid>(ledgerDigests(ledger));
  if (remote !== undefined) await hold(question, remote);
  try {
    const tips = await ask(root, {
      argv: ['for-each-ref', '--format=%(objectname) %(objecttype) %(*objecttype)'],
      parse: (out) => commitsOf(line(out)),
    });
    for (const tip of tips) for (const digest of await lockDigests(root, tip)) digests.add(digest);
    return { digests, places: tips.length };
  } finally {
    if (remote !== undefined) await letGo(root);
  }
}

/** Digests that a lock's text names. One that is not read (another schema, a merge in its middle) keeps every digest in it. */
export function digestsIn(text: string): Set<Oid> {
  try {
    return digestsOf(parseLock(text));
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    return new Set([...text.matchAll(DIGEST)].flatMap(([word]) => Oid.safeParse(word).data ?? []));
  }
}

function* ledgerDigests(ledger: Ledger): Generator<Oid> {
  for (const { record } of entriesOf(ledger, 'ship')) {
    yield* Object.values(record.assets);
    yield record.ambientDigest;
  }
  const shown = entriesOf(ledger, 'publish').at(-1);
  if (shown !== undefined) yield* Object.values(shown.record.files);
}

async function lockDigests(root: string, tip: CommitId): Promise<Iterable<Oid>> {
  const files = await ask(root, treeFiles(tip, [LOCK_PATH]));
  const text = (await readFiles(root, files, MAX_LOCK_BYTES)).get(LOCK_PATH);
  return text === undefined ? [] : digestsIn(Buffer.from(text).toString('utf8'));
}

/** Each commit once; tags are read through, and what is no commit has no lock. */
function commitsOf(refs: string): CommitId[] {
  const commits = refs.split('\n').flatMap((ref) => {
    const [id, kind, behind] = ref.split(' ');
    return kind === 'commit' || behind === 'commit' ? (CommitId.safeParse(id).data ?? []) : [];
  });
  return [...new Set(commits)];
}

/** Fetches, in one go, what the remote has now into refs of our own. */
async function hold({ root, pulls }: RootsQuestion, remote: string): Promise<void> {
  const wanted =
    pulls === 'all'
      ? ['+refs/pull/*/head:PULL/*']
      : pulls.map((number) => `+refs/pull/${number}/head:PULL/${number}`);
  try {
    await ask(root, {
      argv: [
        'fetch',
        '--quiet',
        '--no-tags',
        '--no-write-fetch-head',
        '--no-auto-gc',
        '--',
        remote,
        `+refs/heads/*:${HELD}/heads/*`,
        `+refs/tags/*:${HELD}/tags/*`,
        ...wanted.map((spec) => spec.replace('PULL', `${HELD}/pull`)),
      ],
      parse: nothing,
    });
  } catch (cause) {
    if (!(cause instanceof GitFailure)) throw cause;
    throw new UserError(
      'remote-failed',
      `what ${remote} still needs could not be read: ${cause.stderr.trim()}`,
      {
        hint: 'Nothing was swept. Check the network, the remote (`git remote -v`) and that you may read from it.',
        cause,
      },
    );
  }
}

async function letGo(root: string): Promise<void> {
  const refs = await ask(root, {
    argv: ['for-each-ref', '--format=delete %(refname)', HELD],
    parse: (out) => out.toString(),
  });
  await ask(root, { argv: ['update-ref', '--stdin'], input: refs, parse: nothing });
}
