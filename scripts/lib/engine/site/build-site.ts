import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UserError } from '#core/errors.ts';
import { byCodeUnit } from '#core/json.ts';
import { Oid, oidOf } from '#core/oid.ts';
import { writeWhole } from '#media/picture-file.ts';
import { fontFaces, fontFiles } from '#media/report/font-faces.ts';
import { sniff, SNIFFED_BYTES } from '#media/report/sniff.ts';
import { episodePage } from './episode-page.ts';
import { rss } from './feed.ts';
import { indexPage } from './index-page.ts';
import {
  episodePath,
  posterPath,
  relative,
  STYLE,
  VIDEO_FEED,
  videoPath,
  VOICE_FEED,
  voicePath,
} from './paths.ts';
import type { BuiltFile, Site, SiteFile } from './site.ts';

const locate = createRequire(import.meta.url);

/**
 * Builds the whole site into a folder: front page, a page an episode, two feeds, and the files that episodes bring, each held to its
 * digest. The same site gives the same bytes; nothing asks the clock.
 *
 * @param outDir a new or empty folder; what else lies in it stays there and is not listed
 * @returns every file, by path
 * @throws {UserError} `site-file-differs` when a file is not what its digest says, `site-no-picture` for a poster that is none,
 * `site-episode-twice` for two of one slug
 */
export async function buildSite(site: Site, outDir: string): Promise<BuiltFile[]> {
  const slugs = site.episodes.map(({ slug }) => slug);
  const twice = slugs.find((slug, at) => slugs.indexOf(slug) !== at);
  if (twice !== undefined) {
    throw new UserError('site-episode-twice', `Two episodes have the slug ${twice}`, {
      hint: 'Give one of them another slug in its episode.yml.',
    });
  }
  const built = new Map<string, BuiltFile>();
  const write = async (path: string, content: string | Uint8Array): Promise<void> => {
    await mkdir(dirname(join(outDir, path)), { recursive: true });
    await writeWhole(join(outDir, path), content);
    built.set(path, { path, digest: oidOf(content), bytes: Buffer.byteLength(content) });
  };
  const copy = async (path: string, file: SiteFile): Promise<number> => {
    const bytes = await copied(file, join(outDir, path));
    built.set(path, { path, digest: file.digest, bytes });
    return bytes;
  };

  await write(STYLE, await style());
  for (const { name, bytes } of await fontFiles()) await write(`static/fonts/${name}`, bytes);
  const picture = async (path: string, file: SiteFile | undefined): Promise<string | null> => {
    if (file === undefined) return null;
    const target = `${path}.${await suffixOf(file)}`;
    await copy(target, file);
    return target;
  };
  const reference = await picture('static/reference', site.reference?.picture);

  const sizes = new Map<string, number>();
  const posters = new Map<string, string | null>();
  for (const episode of site.episodes) {
    const { slug, video, voice, poster } = episode;
    sizes.set(videoPath(slug), await copy(videoPath(slug), video));
    sizes.set(voicePath(slug), await copy(voicePath(slug), voice));
    const shown = await picture(posterPath(slug), poster);
    posters.set(slug, shown);
    const address = shown === null ? null : relative(episodePath(slug), shown);
    await write(episodePath(slug), episodePage(site, episode, address));
  }
  await write('index.html', indexPage(site, { reference, poster: ({ slug }) => posters.get(slug) ?? null }));
  const bytes = (path: string): number => sizes.get(path) ?? 0;
  await write(
    VIDEO_FEED,
    rss(site, VIDEO_FEED, ({ slug }) => ({
      path: videoPath(slug),
      type: 'video/mp4',
      bytes: bytes(videoPath(slug)),
    })),
  );
  await write(
    VOICE_FEED,
    rss(site, VOICE_FEED, ({ slug }) => ({
      path: voicePath(slug),
      type: 'audio/wav',
      bytes: bytes(voicePath(slug)),
    })),
  );
  return [...built.values()].toSorted((a, b) => byCodeUnit(a.path, b.path));
}

/** By its first bytes: a file in a store has no name. */
async function suffixOf({ path }: SiteFile): Promise<string> {
  await using file = await open(path);
  const head = new Uint8Array(SNIFFED_BYTES);
  await file.read(head, 0, SNIFFED_BYTES, 0);
  const [kind, suffix] = sniff(head)?.split('/') ?? [];
  if (kind === 'image' && suffix !== undefined) return suffix;
  throw new UserError('site-no-picture', `${path} is no PNG, JPEG, WebP or GIF`, {
    hint: 'Give the site a picture that browsers show.',
  });
}

async function style(): Promise<string> {
  const own = await readFile(locate.resolve('#engine/site/site.css'), 'utf8');
  return `${await fontFaces(({ name }) => `fonts/${name}`)}\n${own}`;
}

/** Streams a file to its place, reckons its digest on the way, and gives it its name only when it is the right one. */
async function copied({ path, digest }: SiteFile, target: string): Promise<number> {
  await mkdir(dirname(target), { recursive: true });
  const partial = `${target}.partial`;
  const hash = createHash('sha256');
  const reckon = new Transform({
    transform: (chunk: Buffer, _, done) => {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    await pipeline(createReadStream(path), reckon, createWriteStream(partial));
    const found = Oid.parse(hash.digest('hex'));
    if (found !== digest) {
      throw new UserError('site-file-differs', `${path} has the digest ${found}, not ${digest}`, {
        hint: 'The file was changed or cut off after it was locked: get it from the store again.',
      });
    }
    await using file = await open(partial);
    await file.sync();
    await rename(partial, target);
    return (await stat(target)).size;
  } finally {
    await rm(partial, { force: true });
  }
}
