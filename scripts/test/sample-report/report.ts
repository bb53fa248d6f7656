import { mkdir } from 'node:fs/promises';
import type { Report, ReportGraph } from '#media/report/report.ts';
import { mesh, scene, splat } from './models.ts';
import { video, voice } from './moving.ts';
import { canon, stills } from './pictures.ts';
import { narration } from './texts.ts';

/** A report of every medium for the tests: real files, made in `folder` from the reference picture by sharp and ffmpeg. */
export async function sampleReport(folder: string): Promise<Report> {
  await mkdir(folder, { recursive: true });
  const artifacts = await Promise.all([
    stills(folder),
    mesh(folder),
    splat(folder),
    scene(folder),
    video(folder),
    voice(folder),
    narration(folder),
    canon(folder),
  ]);
  return {
    title: 'Visual report',
    subject: 'Pull request 12: turn the hair towards red',
    verdict: 'The hair moved · face, outfit and proportions hold',
    summary:
      'Five artifacts changed, one stayed as it was. The hair turned by 28°, which is past its limit; face, outfit and proportions hold.',
    artifacts,
    graph: GRAPH,
  };
}

const GRAPH: ReportGraph = {
  nodes: [
    { name: 'assets/alpha-ref.png', state: 'changed', cause: 'it was redrawn in 0123456789ab' },
    { name: 'assets/ref_alpha.npy', state: 'untouched' },
    { name: 'canon', state: 'affected', cause: 'assets/alpha-ref.png was redrawn in 0123456789ab' },
    { name: 'mesh', state: 'affected', cause: 'it reads canon, which was rebuilt' },
    { name: 'splat', state: 'affected', cause: 'it reads canon, which was rebuilt' },
    { name: 'stills', state: 'affected', cause: 'it reads canon, which was rebuilt' },
    { name: 'scene', state: 'affected', cause: 'it reads mesh, which was rebuilt' },
    { name: 'clip', state: 'affected', cause: 'it reads canon, which was rebuilt' },
    { name: 'voice/episode72', state: 'untouched' },
    { name: 'ambient/episode72', state: 'untouched' },
    { name: 'talk/episode72', state: 'affected', cause: 'it reads canon, which was rebuilt' },
    { name: 'video/episode72', state: 'affected', cause: 'it reads scene, which was rebuilt' },
  ],
  edges: [
    { from: 'assets/alpha-ref.png', to: 'canon' },
    { from: 'assets/ref_alpha.npy', to: 'voice/episode72' },
    { from: 'canon', to: 'mesh' },
    { from: 'canon', to: 'splat' },
    { from: 'canon', to: 'stills' },
    { from: 'canon', to: 'clip' },
    { from: 'mesh', to: 'scene' },
    { from: 'canon', to: 'talk/episode72' },
    { from: 'voice/episode72', to: 'talk/episode72' },
    { from: 'scene', to: 'video/episode72' },
    { from: 'voice/episode72', to: 'video/episode72' },
    { from: 'ambient/episode72', to: 'video/episode72' },
  ],
};
