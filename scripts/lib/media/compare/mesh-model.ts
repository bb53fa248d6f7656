import { createHash } from 'node:crypto';
import {
  type Accessor,
  type Document,
  getBounds,
  type Material,
  NodeIO,
  type Primitive,
} from '@gltf-transform/core';
import { validateBytes } from 'gltf-validator';
import { z } from 'zod';
import { canonicalJson, inOrder } from '#core/json.ts';
import { oidOf } from '#core/oid.ts';
import type { Points } from './point-distance.ts';

/** What of a mesh is compared. */
export interface MeshModel {
  readonly vertices: number;
  readonly triangles: number;
  readonly materials: number;
  readonly textures: readonly MeshTexture[];
  readonly animations: number;
  /** Errors that gltf-validator finds; the first of them in words. */
  readonly errors: { readonly count: number; readonly first: string | undefined };
  /** Corner to corner, in the scene's units. */
  readonly diagonal: number;
  /** Of how the vertices are joined: indices, attributes and their counts, without any value. */
  readonly topology: string;
  /** Of every value that is drawn, whatever the file's layout. */
  readonly content: string;
  /** Of the materials without their textures. */
  readonly look: string;
  /** World positions of all vertices, primitive by primitive. */
  readonly positions: Points;
  /** Corners of all triangles, by vertex. */
  readonly corners: Uint32Array;
}

export interface MeshTexture {
  readonly slot: string;
  readonly digest: string;
  readonly image: Uint8Array;
}

const MOST_VERTICES = 20_000_000;

const Report = z.looseObject({
  issues: z.looseObject({
    numErrors: z.int().nonnegative(),
    messages: z.array(z.looseObject({ message: z.string(), severity: z.int() })).default([]),
  }),
});

/** Reads a GLB. Throws whatever the reader throws when it is none. Memory: the file plus about 40 bytes a vertex. */
export async function meshModel(bytes: Uint8Array): Promise<MeshModel> {
  const document = await new NodeIO().readBinary(bytes);
  const root = document.getRoot();
  const scene = root.getDefaultScene() ?? root.listScenes()[0];
  if (scene === undefined) throw new RangeError('it has no scene');
  const parts: { readonly primitive: Primitive; readonly matrix: readonly number[] }[] = [];
  scene.traverse((node) => {
    for (const primitive of node.getMesh()?.listPrimitives() ?? []) {
      parts.push({ primitive, matrix: node.getWorldMatrix() });
    }
  });
  const total = parts.reduce(
    (sum, { primitive }) => sum + (primitive.getAttribute('POSITION')?.getCount() ?? 0),
    0,
  );
  if (total > MOST_VERTICES) throw new RangeError(`it has ${total} vertices; the limit is ${MOST_VERTICES}`);
  const topology = createHash('sha256');
  const content = createHash('sha256');
  const positions = new Float32Array(total * 3);
  const corners: number[] = [];
  let first = 0;
  for (const { primitive, matrix } of parts) {
    addPositions(primitive, matrix, positions, first);
    const joined = cornersOf(primitive);
    const attributes = primitive.listSemantics().toSorted().join(' ');
    const count = primitive.getAttribute('POSITION')?.getCount() ?? 0;
    topology.update(`${primitive.getMode()} ${count} ${attributes}\n`).update(joined);
    content.update(joined).update(canonicalJson([...matrix].map((value) => Math.fround(value))));
    for (const semantic of primitive.listSemantics().toSorted()) {
      content.update(`${semantic}\n`).update(valuesOf(primitive.getAttribute(semantic)));
    }
    content.update(materialOf(primitive.getMaterial()));
    for (const corner of joined) corners.push(first + corner);
    first += count;
  }
  const textures = texturesOf(document);
  for (const { slot, digest } of textures) content.update(`${slot} ${digest}\n`);
  content.update(animationsOf(document));
  const { min, max } = getBounds(scene);
  return {
    vertices: total,
    triangles: Math.floor(corners.length / 3),
    materials: root.listMaterials().length,
    textures,
    animations: root.listAnimations().length,
    errors: await errorsOf(bytes),
    diagonal: Math.hypot(...[0, 1, 2].map((i) => (max[i] ?? 0) - (min[i] ?? 0))),
    topology: topology.digest('hex'),
    content: content.digest('hex'),
    look: oidOf(root.listMaterials().map(materialOf).join('\n')),
    positions,
    corners: Uint32Array.from(corners),
  };
}

function addPositions(
  primitive: Primitive,
  matrix: readonly number[],
  out: Float32Array,
  first: number,
): void {
  const position = primitive.getAttribute('POSITION');
  const at = (k: number) => matrix[k] ?? 0;
  const point = [0, 0, 0];
  for (let i = 0; i < (position?.getCount() ?? 0); i += 1) {
    position?.getElement(i, point);
    const [x = 0, y = 0, z = 0] = point;
    for (let k = 0; k < 3; k += 1)
      out[(first + i) * 3 + k] = at(k) * x + at(4 + k) * y + at(8 + k) * z + at(12 + k);
  }
}

/** The index buffer, or 0, 1, 2, … without one. */
function cornersOf(primitive: Primitive): Uint32Array {
  const indices = primitive.getIndices();
  if (indices !== null)
    return Uint32Array.from({ length: indices.getCount() }, (_, i) => indices.getScalar(i));
  return Uint32Array.from({ length: primitive.getAttribute('POSITION')?.getCount() ?? 0 }, (_, i) => i);
}

/** An accessor's numbers as they are meant (normalised integers as shares), whatever their storage. */
function valuesOf(accessor: Accessor | null): Float32Array {
  if (accessor === null) return new Float32Array();
  const size = accessor.getElementSize();
  const out = new Float32Array(accessor.getCount() * size);
  const element: number[] = [];
  for (let i = 0; i < accessor.getCount(); i += 1) out.set(accessor.getElement(i, element), i * size);
  return out;
}

/** What a material says besides its pictures. */
function materialOf(material: Material | null): string {
  if (material === null) return 'none';
  return canonicalJson({
    base: [...material.getBaseColorFactor()],
    emissive: [...material.getEmissiveFactor()],
    metallic: material.getMetallicFactor(),
    roughness: material.getRoughnessFactor(),
    normalScale: material.getNormalScale(),
    occlusion: material.getOcclusionStrength(),
    alpha: material.getAlphaMode(),
    cutoff: material.getAlphaCutoff(),
    doubleSided: material.getDoubleSided(),
  });
}

function texturesOf(document: Document): MeshTexture[] {
  const found = new Map<string, Uint8Array>();
  const materials = document.getRoot().listMaterials();
  for (const [index, material] of materials.entries()) {
    const which = materials.length > 1 ? ` (material ${index + 1})` : '';
    const slots = {
      'base colour': material.getBaseColorTexture(),
      emission: material.getEmissiveTexture(),
      'metal and roughness': material.getMetallicRoughnessTexture(),
      normal: material.getNormalTexture(),
      occlusion: material.getOcclusionTexture(),
    };
    for (const [slot, texture] of Object.entries(slots)) {
      const image = texture?.getImage();
      if (image !== null && image !== undefined) found.set(`${slot}${which}`, image);
    }
  }
  return inOrder(found).map(([slot, image]) => ({ slot, image, digest: oidOf(image) }));
}

function animationsOf(document: Document): Buffer {
  const hash = createHash('sha256');
  for (const animation of document.getRoot().listAnimations()) {
    for (const channel of animation.listChannels()) {
      const sampler = channel.getSampler();
      hash.update(`${channel.getTargetPath() ?? ''} ${channel.getTargetNode()?.getName() ?? ''}\n`);
      hash.update(valuesOf(sampler?.getInput() ?? null)).update(valuesOf(sampler?.getOutput() ?? null));
    }
  }
  return hash.digest();
}

async function errorsOf(bytes: Uint8Array): Promise<MeshModel['errors']> {
  const report = Report.parse(await validateBytes(bytes, { maxIssues: 50, writeTimestamp: false }));
  const first = report.issues.messages.find(({ severity }) => severity === 0)?.message;
  return { count: report.issues.numErrors, first };
}

/**
 * Points spread evenly over a surface: triangles by area, points in them by the R2 sequence (M. Roberts, "The
 * unreasonable effectiveness of quasirandom sequences", 2018), so that the same surface gives the same points.
 */
export function surfacePoints({ positions, corners }: MeshModel, count: number): Points {
  const areas = new Float64Array(Math.floor(corners.length / 3));
  let total = 0;
  const corner = (triangle: number, k: number, axis: number) =>
    positions[(corners[triangle * 3 + k] ?? 0) * 3 + axis] ?? 0;
  for (let t = 0; t < areas.length; t += 1) {
    const edge = (k: number, axis: number) => corner(t, k, axis) - corner(t, 0, axis);
    const cross = [
      edge(1, 1) * edge(2, 2) - edge(1, 2) * edge(2, 1),
      edge(1, 2) * edge(2, 0) - edge(1, 0) * edge(2, 2),
      edge(1, 0) * edge(2, 1) - edge(1, 1) * edge(2, 0),
    ];
    total += Math.hypot(...cross);
    areas[t] = total;
  }
  const out = new Float32Array(count * 3);
  if (total === 0) return positions.slice(0, Math.min(positions.length, count * 3));
  let triangle = 0;
  for (let i = 0; i < count; i += 1) {
    const wanted = ((i + 0.5) / count) * total;
    while (triangle < areas.length - 1 && (areas[triangle] ?? 0) < wanted) triangle += 1;
    let [u, v] = [(0.5 + i * 0.7548776662466927) % 1, (0.5 + i * 0.5698402909980532) % 1];
    if (u + v > 1) [u, v] = [1 - u, 1 - v];
    for (let axis = 0; axis < 3; axis += 1) {
      const from = corner(triangle, 0, axis);
      out[i * 3 + axis] =
        from + u * (corner(triangle, 1, axis) - from) + v * (corner(triangle, 2, axis) - from);
    }
  }
  return out;
}
