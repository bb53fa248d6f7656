/** One changed path between two trees; modes and blobs as git-diff(1) "Raw output format" has them. */
export interface RawChange {
  readonly path: string;
  readonly status: string;
  readonly oldMode: string;
  readonly newMode: string;
  readonly oldBlob: string;
  readonly newBlob: string;
}

/** What a tree holds under one name; see gitformat-index(5) for the modes. */
export interface TreeEntry {
  readonly name: string;
  readonly mode: string;
  readonly sha: string;
}

export interface LineCount {
  readonly added: number;
  readonly removed: number;
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

/** `mode SP name NUL id`, repeated: the id as its 20 bytes; see gitformat-pack(5) and git-ls-tree(1). */
export function treeEntries(bytes: Uint8Array): TreeEntry[] {
  const tree = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries: TreeEntry[] = [];
  for (let at = 0; at < tree.length;) {
    const [space, end] = [tree.indexOf(' ', at), tree.indexOf(0, at)];
    if (space === -1 || end < space || end + 21 > tree.length) throw new RangeError('the tree is torn');
    entries.push({
      mode: tree.toString('latin1', at, space).padStart(6, '0'),
      name: tree.toString('utf8', space + 1, end),
      sha: tree.toString('hex', end + 1, end + 21),
    });
    at = end + 21;
  }
  return entries;
}

/** `%(objectname) %(objecttype) %(refname)`, as `refs` asks for it. */
export function refOf(line: string): Ref {
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

/** A commit object: headers, an empty line, the message; see git-cat-file(1). */
export function commitOf(sha: string, bytes: Buffer): Commit {
  const text = bytes.toString('utf8').replace(/\n$/u, '');
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

/** `git diff --raw -z`: `:mode mode blob blob status NUL path NUL`, repeated. */
export function changesOf(text: string): RawChange[] {
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

/** `git diff --numstat -z`: `added TAB removed TAB path NUL`, repeated. */
export const countsOf = (text: string): Map<string, LineCount> =>
  new Map(
    text
      .split('\0')
      .filter(Boolean)
      .map((line) => line.split('\t'))
      .map(([added, removed, path]) => [
        path ?? '',
        { added: Number(added) || 0, removed: Number(removed) || 0 },
      ]),
  );
