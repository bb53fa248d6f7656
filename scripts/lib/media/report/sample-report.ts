import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Document, NodeIO } from '@gltf-transform/core';
import { execa } from 'execa';
import sharp from 'sharp';
import { IdentityReport } from '#core/identity.ts';
import { oidOf } from '#core/oid.ts';
import { type FileVerdict, Verdict } from '#core/verdict.ts';
import { lens } from '../camera.ts';
import { emptyCloud, type SplatCloud } from '../splat/cloud.ts';
import { encodeSequence } from '../video/sequence.ts';
import type { Report, ReportArtifact, ReportFile, ReportGraph } from './report.ts';

const REFERENCE = 'assets/alpha-ref.png';

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

interface Made {
  readonly name: string;
  readonly cause: string;
  readonly finding: string;
  readonly visibility: number;
  readonly files: readonly (ReportFile & { readonly verdict: FileVerdict })[];
}

/** An artifact whose digests are those of its files. */
export async function artifactOf({ name, cause, finding, visibility, files }: Made): Promise<ReportArtifact> {
  return {
    name,
    cause,
    verdict: Verdict.parse({
      artifact: name,
      visibility,
      finding,
      files: await Promise.all(
        files.map(async ({ role, before, after, verdict }) => ({
          role,
          before: await digest(before),
          after: await digest(after),
          verdict,
        })),
      ),
    }),
    files: files.map(({ role, medium, before, after }) => ({ role, medium, before, after })),
    made: 'the sample, from what stands in this file',
    cost: { seconds: 95, gpuSeconds: 95, energyWh: 11.4, money: { amount: 0.04, currency: 'EUR' } },
  };
}

const digest = async (path: string | undefined) => (path === undefined ? null : oidOf(await readFile(path)));

/** A verdict of the changed kind without panels. */
export const changed = (
  medium: FileVerdict['medium'],
  finding: string,
  measures: FileVerdict['measures'] = [],
): FileVerdict => ({ kind: 'changed', medium, finding, visibility: 0.5, measures, panels: [] });

async function stills(folder: string): Promise<ReportArtifact> {
  const [before, after, small] = ['still-before.png', 'still-after.png', 'still-small.png'].map((file) =>
    join(folder, file),
  );
  await Promise.all([
    sharp(REFERENCE)
      .png()
      .toFile(before ?? ''),
    sharp(REFERENCE)
      .modulate({ hue: 28 })
      .png()
      .toFile(after ?? ''),
    sharp(REFERENCE)
      .resize(640, 512, { fit: 'cover' })
      .png()
      .toFile(small ?? ''),
  ]);
  const made = await artifactOf({
    name: 'stills',
    cause: 'it reads canon, which was rebuilt',
    finding: 'The hair turned by 28° towards red; nothing else moved.',
    visibility: 0.62,
    files: [
      {
        role: 'portrait',
        medium: 'picture',
        before,
        after,
        verdict: changed('picture', 'The hair turned by 28° towards red; nothing else moved.', [
          {
            metric: 'changed-pixels/pixelmatch@7.2',
            label: 'pixels changed',
            value: 214_893,
            unit: 'px',
            meaning: 'a fifth of the picture, nearly all of it hair',
          },
          { metric: 'any-change/1', label: 'pixels with any change', value: 0.412, unit: 'share' },
          {
            metric: 'p95/ciede2000@1',
            label: 'colour distance, 95th percentile',
            value: 18.4,
            unit: 'ΔE00',
            meaning: 'plainly another colour',
          },
          {
            metric: 'ssim/luma@1',
            label: 'structure (SSIM)',
            value: 0.9961,
            unit: '',
            meaning: 'shapes hold',
          },
        ]),
      },
      {
        role: 'cropped',
        medium: 'picture',
        before,
        after: small,
        verdict: { ...changed('picture', 'It is smaller and has another shape.'), kind: 'resized' },
      },
    ],
  });
  return {
    ...made,
    identity: [
      IdentityReport.parse({
        of: 'portrait',
        swatches: [
          { label: 'hair', reference: '#7423c2', measured: '#a324b4' },
          { label: 'outfit', reference: '#3d424c', measured: '#3d424c' },
          { label: 'stripe', reference: '#2f9fb0', measured: '#3aa0ae' },
        ],
        method: 'alpha-identity/1',
        answer: 'fail',
        axes: [
          {
            axis: 'hair-colour',
            value: 28.1,
            unit: '°',
            limit: 8,
            answer: 'fail',
            note: 'hue turned by 28° towards red',
          },
          {
            axis: 'hair-shape',
            value: 0.011,
            unit: 'share',
            limit: 0.05,
            answer: 'pass',
            note: 'the outline holds',
          },
          {
            axis: 'face-structure',
            value: 0.14,
            unit: 'distance',
            limit: 0.18,
            answer: 'pass',
            note: 'jaw, eyes, nose and mouth hold',
          },
          {
            axis: 'outfit',
            value: 2.4,
            unit: 'ΔE00',
            limit: 5,
            answer: 'pass',
            note: 'grey with a teal stripe',
          },
          {
            axis: 'body-proportions',
            value: null,
            unit: 'share',
            limit: 0.04,
            answer: 'not-measured',
            note: 'the shoulders are cut off',
          },
        ],
      }),
    ],
  };
}

async function mesh(folder: string): Promise<ReportArtifact> {
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

async function splat(folder: string): Promise<ReportArtifact> {
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

async function scene(folder: string): Promise<ReportArtifact> {
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

async function video(folder: string): Promise<ReportArtifact> {
  const [before, after] = [join(folder, 'before.mp4'), join(folder, 'after.mp4')];
  await Promise.all([film('0', before), film("'if(between(t,1,2),40,0)'", after)]);
  return artifactOf({
    name: 'video/episode72',
    cause: 'it reads scene, which was rebuilt',
    finding: 'One second in the middle has another hue.',
    visibility: 0.31,
    files: [
      {
        role: 'video',
        medium: 'video',
        before,
        after,
        verdict: changed('video', 'One second in the middle has another hue.', [
          {
            metric: 'frames/1',
            label: 'frames changed',
            value: 25,
            unit: 'frames',
            meaning: 'from 1.00 s to 2.00 s',
          },
        ]),
      },
    ],
  });
}

async function film(hue: string, path: string): Promise<void> {
  const picture = `-loop 1 -framerate 25 -t 3 -i ${REFERENCE}`;
  const sound = '-f lavfi -t 3 -i sine=frequency=330:sample_rate=44100';
  const codecs = '-c:v libx264 -pix_fmt yuv420p -preset veryfast -c:a aac -movflags +faststart';
  await ffmpeg(
    ...`${picture} ${sound} -vf`.split(' '),
    `scale=640:640,crop=480:480:n*2:80,hue=h=${hue}`,
    ...codecs.split(' '),
    path,
  );
}

async function tone(expression: string, path: string): Promise<void> {
  await ffmpeg('-f', 'lavfi', '-i', `aevalsrc=${expression}:s=44100:d=3`, '-c:a', 'pcm_s16le', path);
}

const ffmpeg = (...argv: string[]) => execa('ffmpeg', ['-y', '-loglevel', 'error', ...argv]);

async function voice(folder: string): Promise<ReportArtifact> {
  const [before, after] = [join(folder, 'before.wav'), join(folder, 'after.wav')];
  await Promise.all([
    tone("'0.5*sin(2*PI*(220+180*t)*t)*(0.5+0.5*sin(9*t))'", before),
    tone("'0.5*sin(2*PI*(220+180*t)*t)*(0.5+0.5*sin(9*t))+between(t,1.2,1.8)*0.3*sin(2*PI*3000*t)'", after),
  ]);
  return artifactOf({
    name: 'voice/episode72',
    cause: 'assets/ref_alpha.npy was replaced in 0123456789ab',
    finding: 'A high tone is new between 1.2 and 1.8 seconds.',
    visibility: 0.2,
    files: [
      {
        role: 'voice',
        medium: 'sound',
        before,
        after,
        verdict: changed('sound', 'A high tone is new between 1.2 and 1.8 seconds.'),
      },
    ],
  });
}

async function narration(folder: string): Promise<ReportArtifact> {
  const [before, after] = [join(folder, 'before.txt'), join(folder, 'after.txt')];
  await writeFile(before, 'One picture is the source of truth. Everything that you see is made from it.\n');
  await writeFile(after, 'One picture is the source. Everything that you see and hear is made from it.\n');
  return artifactOf({
    name: 'talk/episode72',
    cause: 'the narration in episodes/episode72/narration.txt was edited in 0123456789ab',
    finding: 'Four words changed.',
    visibility: 0.1,
    files: [
      { role: 'captions', medium: 'text', before, after, verdict: changed('text', 'Four words changed.') },
    ],
  });
}

async function canon(folder: string): Promise<ReportArtifact> {
  const [same, added] = [join(folder, 'canon.png'), join(folder, 'added.png')];
  await Promise.all([
    sharp(REFERENCE).resize(512).png().toFile(same),
    sharp(REFERENCE).resize(400, 400).blur(4).png().toFile(added),
  ]);
  return artifactOf({
    name: 'canon',
    cause: '',
    finding: 'Equal, pixel for pixel.',
    visibility: 0,
    files: [
      {
        role: 'canon',
        medium: 'picture',
        before: same,
        after: same,
        verdict: {
          ...changed('picture', 'Equal, pixel for pixel.'),
          kind: 'equal',
          by: 'payload',
          visibility: 0,
        },
      },
    ],
  });
}
