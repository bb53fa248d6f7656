import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Oid } from '#core/oid.ts';
import { compareFiles } from '#media/compare/compare.ts';
import type { Picture } from '#media/picture.ts';
import { writePng } from '#media/picture-file.ts';
import type { Detection } from '#engine/change/detect.ts';
import type { IdentityThread } from '#engine/change/identity-thread.ts';
import { isArtifactVerdict, lookKey } from '#engine/change/looked.ts';
import type { Looked } from '#engine/change/looked.ts';
import type { CommentModel } from './comment-model.ts';

/** The picture itself, held against that of the base branch. */
export interface ReferenceReview {
  /** The source's name in the manifest. */
  readonly name: string;
  /** Both pictures decoded, as files, and the folder of the panels. */
  readonly files: { readonly before: string; readonly after: string; readonly panels: string };
  readonly shown: NonNullable<CommentModel['reference']>;
  /** Panels that were made now, by digest. */
  readonly panels: ReadonlyMap<Oid, { path: string; extension: string }>;
  readonly key: Oid;
  readonly remembered: Looked | undefined;
}

/** The picture itself, when its pixels are others than on the base branch. */
export async function reviewReference(
  { before, after }: Detection,
  canonical: Picture | undefined,
  proposed: Picture | undefined,
  folder: string,
  recall: (key: Oid) => Looked | undefined,
  her: IdentityThread,
): Promise<ReferenceReview | undefined> {
  const [name] = Object.entries(after.manifest.sources).find(([, { kind }]) => kind === 'picture') ?? [];
  const [from, to] = [before, after].map(({ facts }) => facts.get(`source.${name}`)?.digests['picture']);
  if (
    name === undefined ||
    from === undefined ||
    to === undefined ||
    from === to ||
    canonical === undefined ||
    proposed === undefined
  )
    return undefined;
  const files = {
    before: join(folder, 'canonical.png'),
    after: join(folder, 'proposed.png'),
    panels: join(folder, 'panels'),
  };
  await mkdir(folder, { recursive: true });
  await writePng(files.before, canonical);
  await writePng(files.after, proposed);
  const key = lookKey('the picture', [from], [to], from);
  const remembered = recall(key);
  if (remembered !== undefined && !isArtifactVerdict(remembered.verdict)) {
    const { verdict, identity } = remembered;
    return {
      name,
      files,
      shown: { verdict, identity: identity ?? undefined, from, to },
      panels: new Map(),
      key,
      remembered,
    };
  }
  const [verdict, identity] = await Promise.all([
    compareFiles({
      medium: 'picture',
      before: files.before,
      after: files.after,
      outDir: files.panels,
      blink: true,
    }),
    her.identify({ medium: 'picture', path: files.after, speaking: false }, canonical),
  ]);
  const panels = new Map(
    verdict.panels.map((panel) => [
      panel.digest,
      { path: join(files.panels, panel.file), extension: panel.type.split('/')[1] ?? 'bin' },
    ]),
  );
  return { name, files, shown: { verdict, identity, from, to }, panels, key, remembered: undefined };
}
