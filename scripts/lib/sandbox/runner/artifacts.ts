import { Oid } from '#core/oid.ts';
import { decodeZip, encodeZip } from '#media/zip/zip.ts';
import type { Packing } from '#media/zip/zip.ts';
import type { Forge } from '../forge/forge.ts';
import type { Artifact } from '../forge/tables.ts';

/** Characters that GitHub refuses in the name of an artifact, because some file system does. */
const FORBIDDEN = /[":<>|*?\r\n\\/]/u;

/** A run holds one artifact of a name; whoever uploads a second one gets GitHub's conflict. */
export async function storeArtifact(
  forge: Forge,
  where: { readonly repo: string; readonly run: number },
  artifact: {
    readonly name: string;
    readonly files: ReadonlyMap<string, Uint8Array>;
    readonly archive: boolean;
    readonly overwrite: boolean;
    readonly level: number;
  },
): Promise<Artifact> {
  const { name, files, archive, overwrite, level } = artifact;
  if (name === '' || FORBIDDEN.test(name)) {
    throw new Error(
      `The artifact name is not valid: ${name}. It contains a character that some file systems forbid.`,
    );
  }
  const twin = forge.tables.artifacts.list((row) => row.run === where.run && row.name === name)[0];
  if (twin && !overwrite) {
    throw new Error(
      'Failed to CreateArtifact: Received non-retryable error: Failed request: (409) Conflict: an artifact with this name already exists on the workflow run',
    );
  }
  const bytes = archive ? zipped(files, level) : ([...files.values()][0] ?? new Uint8Array());
  const sha256 = await forge.blobs.put(bytes);
  if (twin) forge.tables.artifacts.remove(twin.id);
  return forge.tables.artifacts.put({
    id: forge.tables.journal.nextId(),
    repo: where.repo,
    run: where.run,
    name,
    archive,
    size: bytes.length,
    sha256,
    created_at: forge.now(),
  });
}

/** The files of an artifact by their paths in it. @throws when its bytes are not those that were uploaded */
export async function artifactFiles(forge: Forge, artifact: Artifact): Promise<Map<string, Uint8Array>> {
  // The blob folder checks nothing when it reads, so that a poisoned artifact is found here as on GitHub.
  const bytes = await forge.blobs.get(Oid.parse(artifact.sha256));
  if (!bytes) throw new Error(`Artifact ${artifact.name} is gone`);
  if (forge.blobs.digest(bytes) !== artifact.sha256) {
    throw new Error(`Digest validation failed, expected: sha256:${artifact.sha256}`);
  }
  if (!artifact.archive) return new Map([[artifact.name, bytes]]);
  return new Map(decodeZip(bytes, `the artifact ${artifact.name}`, LIMITS));
}

/** As many files as a ZIP can hold, and as many bytes. */
const LIMITS = { entries: 65_535, bytes: 2 ** 32 };
const LEVELS: readonly Packing[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** File modes are lost, as on GitHub. */
const zipped = (files: ReadonlyMap<string, Uint8Array>, level: number): Uint8Array =>
  encodeZip(files, () => LEVELS.find((step) => step === level) ?? 6);
