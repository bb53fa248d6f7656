import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encodeCanon } from '#media/canon/encode.ts';
import { oidOf } from '#core/oid.ts';
import type { Oid } from '#core/oid.ts';
import { RepoPath } from '#core/repo-path.ts';
import { ArtifactName } from '#core/names.ts';
import { NAVY, RED } from '#test/small-world/small-world.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { makePreview } from './make-preview.ts';

test('I18: a preview depends on the bytes of its artifact, and not on where, when or for whom they are shown', async () => {
  await using folder = await temporaryFolder();
  const previewOf = async (picture: typeof RED, artifact: string, place: string): Promise<Oid> => {
    const inside = join(folder.path, place);
    await mkdir(inside, { recursive: true });
    const path = join(inside, `${place}.png`);
    const bytes = encodeCanon(picture);
    await writeFile(path, bytes);
    const to = join(inside, 'preview');
    const made = { digest: oidOf(bytes), size: bytes.length, file: RepoPath.parse('a.png') };
    const file = { ...made, role: 'picture', medium: 'picture', path } as const;
    await makePreview(ArtifactName.parse(artifact), [file], to);
    return oidOf(await readFile(to));
  };
  const first = await previewOf(RED, 'stills', 'here');
  expect(await previewOf(RED, 'talk/one', 'elsewhere')).toBe(first);
  expect(await previewOf(NAVY, 'stills', 'other-picture')).not.toBe(first);
});
