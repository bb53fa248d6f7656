import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Document, NodeIO } from '@gltf-transform/core';
import { lens } from '#media/camera.ts';
import type { ReportArtifact } from '#media/report/report.ts';
import { emptyCloud, type SplatCloud } from '#media/splat/cloud.ts';
import { encodeSequence } from '#media/video/sequence.ts';
import { artifactOf, changed } from './made.ts';

export async function mesh(folder: string): Promise<ReportArtifact> {
  const [before, after] = [join(folder, 'before.glb'), join(folder, 'after.glb')];
  await writeFile(before, await ring(0.32, [0.55, 0.2, 0.85]));
  await writeFile(after, await ring(0.42, [0.75, 0.15, 0.55]));
  return artifactOf({
    name: 'mesh',
    cause: 'it reads canon, which was rebuilt',
    finding: 'The surface moved by 3.1 % of its size, mostly outwards; the material turned red.',
    visibility: 0.48,
    files: [
      {
        role: 'model',
        medium: 'mesh',
        before,
        after,
        verdict: changed('mesh', 'The surface moved by 3.1 % of its size.', [
          { metric: 'vertices/1', label: 'vertices', value: 2145, unit: 'count' },
          { metric: 'hausdorff/1', label: 'largest distance of the surfaces', value: 0.031, unit: 'share' },
        ]),
      },
    ],
  });
}

/** A torus as a binary glTF: `tube` is the radius of its tube, its ring has radius 1. */
async function ring(tube: number, colour: readonly [number, number, number]): Promise<Uint8Array> {
  const document = new Document();
  const buffer = document.createBuffer();
  const [around, across] = [64, 32];
  const position: number[] = [];
  const normal: number[] = [];
  const index: number[] = [];
  for (let i = 0; i <= around; i += 1) {
    for (let j = 0; j <= across; j += 1) {
      const [u, v] = [(2 * Math.PI * i) / around, (2 * Math.PI * j) / across];
      const out = 1 + tube * Math.cos(v);
      position.push(out * Math.cos(u), out * Math.sin(u), tube * Math.sin(v));
      normal.push(Math.cos(v) * Math.cos(u), Math.cos(v) * Math.sin(u), Math.sin(v));
      if (i === around || j === across) continue;
      const at = i * (across + 1) + j;
      index.push(at, at + across + 1, at + 1, at + 1, at + across + 1, at + across + 2);
    }
  }
  const accessor = (values: number[]) =>
    document.createAccessor().setType('VEC3').setArray(Float32Array.from(values)).setBuffer(buffer);
  const surface = document
    .createPrimitive()
    .setAttribute('POSITION', accessor(position))
    .setAttribute('NORMAL', accessor(normal))
    .setIndices(
      document.createAccessor().setType('SCALAR').setArray(Uint16Array.from(index)).setBuffer(buffer),
    )
    .setMaterial(
      document
        .createMaterial()
        .setBaseColorFactor([...colour, 1])
        .setMetallicFactor(0.1)
        .setRoughnessFactor(0.45),
    );
  const node = document.createNode().setMesh(document.createMesh().addPrimitive(surface));
  document.createScene().addChild(node);
  return new NodeIO().writeBinary(document);
}

export async function splat(folder: string): Promise<ReportArtifact> {
  const [before, after] = [join(folder, 'before.ply'), join(folder, 'after.ply')];
  await writeFile(before, ball(3000, [0.45, 0.14, 0.75]));
  await writeFile(after, ball(3000, [0.75, 0.12, 0.5]));
  return artifactOf({
    name: 'splat',
    cause: 'it reads canon, which was rebuilt',
    finding: 'Every splat has another colour; their places hold.',
    visibility: 0.44,
    files: [
      {
        role: 'cloud',
        medium: 'splat',
        before,
        after,
        verdict: changed('splat', 'Every splat has another colour; their places hold.', [
          { metric: 'splats/1', label: 'splats', value: 3000, unit: 'count' },
        ]),
      },
    ],
  });
}

/** Splats on a ball of radius 1, two units ahead, with a pale cap on top (−y), in the 3DGS layout. */
function ball(count: number, colour: readonly [number, number, number]): Uint8Array {
  const names = [
    'x',
    'y',
    'z',
    'f_dc_0',
    'f_dc_1',
    'f_dc_2',
    'opacity',
    'scale_0',
    'scale_1',
    'scale_2',
    'rot_0',
    'rot_1',
    'rot_2',
    'rot_3',
  ];
  const head = `ply\nformat binary_little_endian 1.0\nelement vertex ${count}\n${names.map((name) => `property float ${name}\n`).join('')}end_header\n`;
  const values = new Float32Array(count * names.length);
  for (let index = 0; index < count; index += 1) {
    const y = 1 - (2 * (index + 0.5)) / count;
    const angle = index * Math.PI * (3 - Math.sqrt(5));
    const out = Math.sqrt(1 - y * y);
    const shade =
      y < -0.6 ? [0.95, 0.93, 0.9] : colour.map((channel) => channel * (0.75 + 0.25 * Math.sin(angle)));
    const spherical = shade.map((channel) => (channel - 0.5) / 0.282_094_791_773_878_14);
    values.set(
      [out * Math.cos(angle), y, 3 + out * Math.sin(angle), ...spherical, 4, -3.2, -3.2, -3.2, 1, 0, 0, 0],
      index * names.length,
    );
  }
  return Buffer.concat([Buffer.from(head), Buffer.from(values.buffer)]);
}

/** So many moments has the sample's scene. */
export const MOMENTS = 4;

export async function scene(folder: string): Promise<ReportArtifact> {
  const [before, after] = [join(folder, 'before.zip'), join(folder, 'after.zip')];
  await writeFile(before, swaying([0.45, 0.14, 0.75]));
  await writeFile(after, swaying([0.1, 0.55, 0.7]));
  return artifactOf({
    name: 'scene',
    cause: 'it reads mesh, which was rebuilt',
    finding: 'Every Gaussian has another colour; the motion holds.',
    visibility: 0.4,
    files: [
      {
        role: 'sequence',
        medium: 'scene',
        before,
        after,
        verdict: changed('scene', 'Every Gaussian has another colour; the motion holds.', [
          { metric: 'scene/count@1', label: 'moments', value: MOMENTS, unit: 'count' },
        ]),
      },
    ],
  });
}

/** A row of blobs that walks to the right, a quarter of its way each moment. */
function swaying(colour: readonly [number, number, number]): Uint8Array {
  const clouds = Array.from({ length: MOMENTS }, (_, moment): SplatCloud => {
    const empty = emptyCloud(200);
    return {
      ...empty,
      positions: empty.positions.map((_, at) =>
        at % 3 === 0 ? moment * 0.4 - 0.6 + Math.sin(at) * 0.2 : Math.cos(at * 1.7) * 0.4,
      ),
      scales: empty.scales.fill(0.06),
      colours: empty.colours.map((_, at) => colour[at % 3] ?? 0),
      opacities: empty.opacities.fill(0.95),
    };
  });
  const standpoint = { target: [0, 0, 0], distance: 4, lens: lens(2.5) } as const;
  return encodeSequence({ periodSeconds: 1.5, clouds, standpoint });
}
