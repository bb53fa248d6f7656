import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Oid } from '#core/oid.ts';
import type { CommitId } from '#core/oid.ts';
import { RepoPath } from '#core/repo-path.ts';
import type { Panel } from '#core/verdict.ts';
import type { IdentityReport } from '#core/identity.ts';
import { Looked } from '#engine/change/looked.ts';
import type { ReviewedArtifact } from '#engine/change/review.ts';
import { remoteBranch } from '#engine/repository/branch.ts';
import { ask } from '#engine/repository/git.ts';
import { readFiles, treeFiles } from '#engine/repository/tree.ts';
import { imageBranch, picturePath } from './image-branch.ts';
import type { ReferenceReview } from './reference-review.ts';

const FOLDER = RepoPath.parse('looked');
const MAX_BYTES = 4_000_000;

/** Where a look is kept, beside the pictures that it made. */
export const lookPath = (key: Oid): RepoPath => RepoPath.parse(`${FOLDER}/${key}.json`);

/** What earlier runs of this pull request have looked at. */
export interface LookMemory {
  recall(key: Oid): Looked | undefined;
  /** Writes the pictures of a look where its panels name them, below `folder`. */
  restore(panels: readonly Panel[], folder: string): Promise<void>;
}

/** Reads the memory of a pull request from its image branch; what cannot be read there is as good as not looked at. */
export async function lookMemory(root: string, remote: string, pull: number): Promise<LookMemory> {
  const tip = await remoteBranch(root, remote, imageBranch(pull));
  const known = tip === undefined ? new Map<Oid, Looked>() : await readLooks(root, tip);
  return {
    recall: (key) => known.get(key),
    restore: async (panels, folder) => {
      if (tip === undefined) return;
      for (const panel of panels) {
        const path = picturePath(panel.digest, panel.type.split('/')[1] ?? 'bin');
        const files = await ask(root, treeFiles(tip, [path]));
        const bytes = (await readFiles(root, files, MAX_BYTES)).get(path);
        if (bytes === undefined) continue;
        await mkdir(dirname(join(folder, panel.file)), { recursive: true });
        await writeFile(join(folder, panel.file), bytes);
      }
    },
  };
}

async function readLooks(root: string, tip: CommitId): Promise<Map<Oid, Looked>> {
  const looks = new Map<Oid, Looked>();
  const files = await ask(root, treeFiles(tip, [FOLDER]));
  for (const [path, bytes] of await readFiles(root, files, MAX_BYTES)) {
    const key = Oid.safeParse(path.slice(FOLDER.length + 1).replace(/\.json$/u, ''));
    const looked = Looked.safeParse(jsonOf(bytes));
    if (key.success && looked.success) looks.set(key.data, looked.data);
  }
  return looks;
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined; // not ours: looked at again
  }
}

/** What was looked at now, to be remembered. */
export function looksOf(
  reviewed: readonly ReviewedArtifact[],
  reference: ReferenceReview | undefined,
  report: string,
): Map<RepoPath, string> {
  const looks = new Map<RepoPath, string>();
  const keep = (key: Oid, verdict: Looked['verdict'], identity: IdentityReport | undefined) => {
    const looked: Looked = { schema: 'alpha-looked/1', verdict, identity: identity ?? null, report };
    looks.set(lookPath(key), `${JSON.stringify(looked)}\n`);
  };
  for (const { key, verdict, identity, remembered } of reviewed)
    if (remembered === undefined) keep(key, verdict, identity);
  if (reference !== undefined && reference.remembered === undefined)
    keep(reference.key, reference.shown.verdict, reference.shown.identity);
  return looks;
}
