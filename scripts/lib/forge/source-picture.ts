import type { Oid } from '#core/oid.ts';
import type { Detection } from '#engine/change/detect.ts';
import type { lfsReader } from '#engine/repository/lfs-objects.ts';
import { readReference } from '#media/canon/reference.ts';
import type { Picture } from '#media/picture.ts';

type BytesOf = Awaited<ReturnType<typeof lfsReader>>;

/** The picture that a snapshot's manifest names, decoded; `undefined` when it has none. */
export async function pictureOf(
  { manifest, inputs }: Detection['before'],
  bytesOf: BytesOf,
): Promise<Picture | undefined> {
  for (const [name, source] of Object.entries(manifest.sources)) {
    const bytes = inputs.get(`source.${name}/picture`);
    if (source.kind === 'picture' && bytes?.kind === 'lfs')
      return readReference(bytes.bytes ?? (await bytesOf(bytes.pointer)), source).picture;
  }
  return undefined;
}

/** By which pixels that picture is known. */
export const pixelsOf = ({ facts }: Detection['after']): Oid | undefined =>
  [...facts.values()].find(({ kind }) => kind === 'picture')?.digests['picture'];
