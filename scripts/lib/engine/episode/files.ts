import { extname } from 'node:path';
import type { Graph } from '#core/graph.ts';
import type { Lock, Output } from '#core/lock.ts';
import { ArtifactName } from '#core/names.ts';
import type { EpisodeSlug } from '#core/names.ts';
import { RepoPath } from '#core/repo-path.ts';

/** A file of an episode, by what the lock says of it. */
export interface EpisodeFile {
  readonly artifact: ArtifactName;
  readonly output: Output;
  /** Where the site has it; only what its pages play is there. */
  readonly site: RepoPath | undefined;
  /** What it is called among the assets of a release. */
  readonly asset: string;
}

/** The two files that other pages link to by their address: these names must never change. */
const PLAYED: ReadonlyMap<string, (slug: EpisodeSlug) => { site: string; asset: string }> = new Map([
  ['voice', (slug) => ({ site: `static/audio/${slug}_voice.wav`, asset: `${slug}_voice.wav` })],
  ['video', (slug) => ({ site: `video/${slug}.mp4`, asset: `${slug}.mp4` })],
]);

/**
 * What an episode ships: every output of the artifacts that are its own and may ship, in the graph's order. An artifact
 * that has no line yet has no file.
 */
export function episodeFiles(graph: Graph, lock: Lock, slug: EpisodeSlug): EpisodeFile[] {
  const files: EpisodeFile[] = [];
  for (const { name, episode, ships } of graph.values()) {
    if (episode !== slug || ships !== 'yes') continue;
    const outputs = lock.get(name)?.outputs ?? [];
    const word = name.slice(0, -slug.length - 1);
    for (const output of outputs) {
      const played = outputs.length === 1 ? PLAYED.get(word)?.(slug) : undefined;
      const role = outputs.length === 1 ? word : `${word}_${output.role}`;
      files.push({
        artifact: name,
        output,
        site: played === undefined ? undefined : RepoPath.parse(played.site),
        asset: played?.asset ?? `${slug}_${role}${extname(output.file)}`,
      });
    }
  }
  return files;
}

/** The name of an episode's own artifact: `voice/<slug>`. */
export const ownArtifact = (word: string, slug: EpisodeSlug): ArtifactName =>
  ArtifactName.parse(`${word}/${slug}`);
