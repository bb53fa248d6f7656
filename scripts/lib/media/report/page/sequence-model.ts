import { SparkRenderer, SplatMesh } from '@sparkjsdev/spark';
import { Scene } from 'three';
import { unzipSync } from 'fflate';
import { innerBounds } from './splat-model.ts';
import type { Model } from './space-viewer.ts';

/** So many moments of a round are kept at most, evenly spread: each is a splat in memory. */
const MOST_MOMENTS = 32;
const INDEX = 'sequence.json';

/** A splat that moves: a ZIP of one PLY a moment, with an index of their times beside them. One moment is shown at a time. */
export async function sequenceModel(bytes: ArrayBuffer | null): Promise<Model | null> {
  if (bytes === null) return null;
  const archive = new Uint8Array(bytes);
  const { periodSeconds, files } = readIndex(
    unzipSync(archive, { filter: ({ name }) => name === INDEX })[INDEX],
  );
  const shown = spread(files, MOST_MOMENTS);
  const wanted = new Set(shown);
  const entries = unzipSync(archive, { filter: ({ name }) => wanted.has(name) });
  const scene = new Scene();
  const meshes = new Map<string, SplatMesh>();
  for (const file of wanted) {
    const fileBytes = entries[file];
    if (fileBytes === undefined) throw new Error(`${file} is missing in the sequence`);
    const mesh = new SplatMesh({ fileBytes, fileName: 'moment.ply' });
    mesh.visible = false;
    await mesh.initialized;
    meshes.set(file, mesh);
    scene.add(mesh);
  }
  const [first] = meshes.values();
  if (first === undefined) throw new Error('The sequence is empty');
  first.visible = true;
  return {
    scene,
    bounds: innerBounds(first),
    attach: (renderer, redraw) => scene.add(new SparkRenderer({ renderer, onDirty: redraw })),
    motion: {
      moments: shown.length,
      seconds: periodSeconds,
      show: (moment) => {
        const mesh = meshes.get(shown[moment] ?? '');
        for (const one of meshes.values()) one.visible = one === (mesh ?? first);
      },
    },
    dispose: () => {
      for (const mesh of meshes.values()) mesh.dispose();
    },
  };
}

/** Period in seconds and a file for each moment, in their order. */
function readIndex(bytes: Uint8Array | undefined): { periodSeconds: number; files: string[] } {
  const index: unknown = JSON.parse(new TextDecoder().decode(bytes));
  const period = fieldOf(index, 'periodSeconds');
  const frames = fieldOf(index, 'frames');
  if (typeof period !== 'number' || !(period > 0) || !Array.isArray(frames))
    throw new Error('The index of the sequence does not have its form');
  const files = frames.flatMap((frame: unknown) => {
    const file = fieldOf(frame, 'file');
    return typeof file === 'string' ? [file] : [];
  });
  return { periodSeconds: period, files };
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;

const spread = (files: readonly string[], most: number): string[] =>
  files.length <= most
    ? [...files]
    : Array.from({ length: most }, (_, at) => files[Math.floor((at * files.length) / most)] ?? '');
