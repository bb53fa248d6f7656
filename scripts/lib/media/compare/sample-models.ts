import { Document, NodeIO } from '@gltf-transform/core';
import { emptyCloud, type SplatCloud } from '../splat/cloud.ts';

type Vector = readonly [number, number, number];

/** How a sample cube differs from the plain one. */
export interface CubeChanges {
  /** Added to the z of the front's corners. */
  readonly deeper?: number;
  /** Base colour of the front, linear; red when left out. */
  readonly front?: Vector;
  /** The front is made of four triangles rather than two. */
  readonly finer?: boolean;
  /** Index numbers as 32 bits rather than 16, and primitives in buffers of their own: the same mesh in other bytes. */
  readonly otherLayout?: boolean;
}

/** A cube of side 2 as GLB, open at its sides: front (+z) red, back green. For tests. */
export async function cubeGlb(changes: CubeChanges = {}): Promise<Uint8Array> {
  const { deeper = 0, front = [0.8, 0.05, 0.05], finer = false, otherLayout = false } = changes;
  const document = new Document();
  let buffer = document.createBuffer();
  const face = (points: readonly number[], indices: readonly number[], colour: Vector) => {
    const values = otherLayout ? Uint32Array.from(indices) : Uint16Array.from(indices);
    const accessor = (
      type: 'VEC3' | 'SCALAR',
      array: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>,
    ) => document.createAccessor().setType(type).setArray(array).setBuffer(buffer);
    return document
      .createPrimitive()
      .setAttribute('POSITION', accessor('VEC3', Float32Array.from(points)))
      .setIndices(accessor('SCALAR', values))
      .setMaterial(
        document
          .createMaterial()
          .setBaseColorFactor([...colour, 1])
          .setMetallicFactor(0)
          .setDoubleSided(true),
      );
  };
  const z = 1 + deeper;
  const corners = [-1, -1, z, 1, -1, z, 1, 1, z, -1, 1, z];
  const mesh = document.createMesh();
  if (finer) mesh.addPrimitive(face([...corners, 0, 0, z], [0, 1, 4, 1, 2, 4, 2, 3, 4, 3, 0, 4], front));
  else mesh.addPrimitive(face(corners, [0, 1, 2, 0, 2, 3], front));
  if (otherLayout) buffer = document.getRoot().listBuffers()[0] ?? buffer;
  mesh.addPrimitive(
    face([1, -1, -1, -1, -1, -1, -1, 1, -1, 1, 1, -1], [0, 1, 2, 0, 2, 3], [0.05, 0.8, 0.05]),
  );
  document.createScene().addChild(document.createNode().setMesh(mesh));
  return new NodeIO().writeBinary(document);
}

/** Gaussians on a ball of radius 1 around 0, 0, 3: those nearer to the origin (the front, −z) blue, the others yellow. */
export function ball(count = 1500, front: Vector = [0.1, 0.1, 0.9]): SplatCloud {
  const cloud = emptyCloud(count);
  for (let i = 0; i < count; i += 1) {
    const turn = i * 2.399963;
    const y = 1 - (2 * (i + 0.5)) / count;
    const r = Math.sqrt(1 - y * y);
    const z = r * Math.cos(turn);
    cloud.positions.set([r * Math.sin(turn), y, 3 + z], i * 3);
    cloud.scales.set([0.06, 0.06, 0.06], i * 3);
    cloud.colours.set(z < 0 ? front : [0.9, 0.9, 0.1], i * 3);
    cloud.opacities[i] = 0.95;
  }
  return cloud;
}
