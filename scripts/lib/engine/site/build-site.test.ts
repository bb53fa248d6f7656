import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { oidOf } from '#core/oid.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { buildSite } from './build-site.ts';
import { sampleSite } from './sample-site.ts';
import type { Site } from './site.ts';

const FILM = Buffer.from('a film');
const VOICE = Buffer.from('a voice');

const Item = z.object({
  title: z.string(),
  link: z.string(),
  guid: z.object({ '#text': z.string() }),
  pubDate: z.string(),
  description: z.string(),
  enclosure: z.object({ '@_url': z.string(), '@_type': z.string(), '@_length': z.string() }),
});
const Rss = z.object({
  rss: z.object({
    '@_version': z.literal('2.0'),
    channel: z.object({
      title: z.string(),
      link: z.string(),
      description: z.string(),
      lastBuildDate: z.string(),
      item: z.array(Item),
    }),
  }),
});

async function channelOf(folder: string, file: string) {
  const text = await readFile(join(folder, file), 'utf8');
  expect(XMLValidator.validate(text)).toBe(true);
  const parser = new XMLParser({
    ignoreAttributes: false,
    parseTagValue: false,
    isArray: (name) => name === 'item',
  });
  return Rss.parse(parser.parse(text)).rss.channel;
}

async function built(change: (site: Site) => Site = (site) => site) {
  const folder = await temporaryFolder();
  const site = change(await sampleSite(join(folder.path, 'files'), FILM, VOICE));
  const files = await buildSite(site, join(folder.path, 'site'));
  return {
    folder: join(folder.path, 'site'),
    files,
    site,
    [Symbol.asyncDispose]: folder[Symbol.asyncDispose],
  };
}

test('voice and video lie where other pages look for them, byte for byte', async () => {
  await using made = await built();
  const { folder, files } = made;
  expect(await readFile(join(folder, 'static/audio/alpha_d13_episode72_voice.wav'))).toEqual(VOICE);
  expect(await readFile(join(folder, 'video/alpha_d13_episode72.mp4'))).toEqual(FILM);
  for (const { path, digest, bytes } of files) {
    const content = await readFile(join(folder, path));
    expect([path, oidOf(content), content.byteLength]).toEqual([path, digest, bytes]);
  }
});

test('the same site gives the same bytes', async () => {
  await using one = await built();
  await using other = await built();
  expect(one.files).toEqual(other.files);
});

test('the feeds are RSS 2.0, newest first, with one enclosure an item', async () => {
  await using made = await built();
  const video = await channelOf(made.folder, 'feed.xml');
  expect(video.item.map(({ title }) => title)).toEqual(['A voice of its own', 'Одна картинка']);
  expect(video.lastBuildDate).toBe('Sat, 21 Nov 2026 00:00:00 GMT');
  expect(video.item[1]).toMatchObject({
    link: 'https://example.org/alpha/episode/alpha_d13_episode72.html',
    pubDate: 'Fri, 20 Nov 2026 00:00:00 GMT',
    description: 'Есть одна картинка. Всё остальное сделано из неё.',
    enclosure: {
      '@_url': 'https://example.org/alpha/video/alpha_d13_episode72.mp4',
      '@_type': 'video/mp4',
      '@_length': String(FILM.byteLength),
    },
  });
  const voice = await channelOf(made.folder, 'voice.xml');
  expect(voice.item[1]?.enclosure).toEqual({
    '@_url': 'https://example.org/alpha/static/audio/alpha_d13_episode72_voice.wav',
    '@_type': 'audio/wav',
    '@_length': String(VOICE.byteLength),
  });
});

const HOSTILE = `</title></script><script>alert(1)</script>]]> & "quotes' \u0000\u202e <img src=x onerror=alert(1)>`;

test('hostile titles and texts stay text, in pages and feeds', async () => {
  await using made = await built((site) => ({
    ...site,
    title: HOSTILE,
    description: HOSTILE,
    episodes: site.episodes.map((episode) => ({
      ...episode,
      title: HOSTILE,
      narration: HOSTILE,
      ambient: HOSTILE,
      captions: HOSTILE,
      provenance: episode.provenance.map((row) => ({
        ...row,
        artifact: HOSTILE,
        system: HOSTILE,
        licence: HOSTILE,
        reads: [HOSTILE],
      })),
    })),
  }));
  for (const page of ['index.html', 'episode/alpha_d13_episode72.html']) {
    expect(await readFile(join(made.folder, page), 'utf8')).not.toMatch(/<script|<img src=x|onerror="/u);
  }
  const { item } = await channelOf(made.folder, 'feed.xml');
  expect(item[0]?.title).toBe(HOSTILE.replace('\u0000', '\ufffd'));
});

test('a file that is not what its digest says is not published', async () => {
  await using folder = await temporaryFolder();
  const site = await sampleSite(join(folder.path, 'files'), FILM, VOICE);
  await writeFile(site.episodes[0]?.video.path ?? '', 'another film');
  await expect(buildSite(site, join(folder.path, 'site'))).rejects.toMatchObject({
    code: 'site-file-differs',
  });
  await expect(readFile(join(folder.path, 'site/video/alpha_d13_episode72.mp4'))).rejects.toMatchObject({
    code: 'ENOENT',
  });
});

test('two episodes of one slug, and a poster that is none, are refused', async () => {
  await expect(
    built((site) => ({ ...site, episodes: [...site.episodes, ...site.episodes] })),
  ).rejects.toMatchObject({
    code: 'site-episode-twice',
  });
  await expect(
    built((site) => ({
      ...site,
      episodes: site.episodes.map((episode) => ({ ...episode, poster: episode.video })),
    })),
  ).rejects.toMatchObject({ code: 'site-no-picture' });
});

test('a site without episodes is a site', async () => {
  await using made = await built((site) => ({ ...site, episodes: [], reference: undefined }));
  expect(made.files.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['feed.xml', 'index.html', 'voice.xml']),
  );
  expect(await readFile(join(made.folder, 'index.html'), 'utf8')).toContain('None has been published yet');
});
