import { UserError } from '#core/errors.ts';
import type { CommitId, Oid } from '#core/oid.ts';
import { RepoPath } from '#core/repo-path.ts';
import { makeCommit, moveRemote, remoteBranch } from '#engine/repository/branch.ts';
import type { Content, Signature } from '#engine/repository/branch.ts';

export interface Pictures {
  /** The clone to work in. */
  readonly root: string;
  readonly remote: string;
  readonly pull: number;
  /** By digest: where the bytes are, and how the name ends. */
  readonly files: ReadonlyMap<Oid, { readonly path: string; readonly extension: string }>;
  /** Looks to be kept beside them, by where they lie. */
  readonly looks: ReadonlyMap<RepoPath, string>;
  readonly by: Signature;
}

/** How often the branch may move under us before we give up. */
const TRIES = 5;

/**
 * Puts pictures onto the pull request's own orphan branch, each named by its digest, as ordinary blobs (raw links do not
 * follow LFS). What is there already is kept, so that links of older comments go on working.
 *
 * @returns the commit that holds them all, and those of earlier runs; `undefined` when there never were any
 */
export async function putPictures({
  root,
  remote,
  pull,
  files,
  looks,
  by,
}: Pictures): Promise<CommitId | undefined> {
  const branch = imageBranch(pull);
  if (files.size === 0 && looks.size === 0) return remoteBranch(root, remote, branch);
  const contents = new Map<RepoPath, Content>([...looks].map(([path, text]) => [path, Buffer.from(text)]));
  for (const [digest, { path, extension }] of files)
    contents.set(picturePath(digest, extension), { file: path });
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const from = (await remoteBranch(root, remote, branch)) ?? null;
    const to = await makeCommit(root, {
      parent: from,
      base: 'parent',
      files: contents,
      message: `Pictures of pull request ${pull}\n`,
      by,
    });
    if (await moveRemote(root, remote, { branch, from, to })) return to;
  }
  throw new UserError('image-branch-busy', `${branch} moved ${TRIES} times while pictures were put there`, {
    hint: 'Run the job again; nothing is lost.',
  });
}

/** The branch of one pull request's pictures. */
export const imageBranch = (pull: number): string => `alpha-images/pr-${pull}`;

/** Where a picture lies on the branch. */
export const picturePath = (digest: Oid, extension: string): RepoPath =>
  RepoPath.parse(`${digest.slice(0, 2)}/${digest}.${extension}`);

/** Its address in a comment: by commit, so that it never shows something else; works in private repositories for who may read them. */
export const pictureUrl = (repositoryUrl: string, commit: CommitId, digest: Oid, extension: string): string =>
  `${repositoryUrl}/blob/${commit}/${picturePath(digest, extension)}?raw=true`;
