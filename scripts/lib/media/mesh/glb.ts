import { Document, NodeIO } from '@gltf-transform/core';
import type { Primitive } from '@gltf-transform/core';
import sharp from 'sharp';
import { messageOf, UserError } from '#core/errors.ts';
import { readPicture } from '../picture-file.ts';
import type { Picture } from '../picture.ts';
import type { Bust } from './bust.ts';
import type { PaintedMesh } from './mesh.ts';

/** What a mesh file may cost before it is read. */
const LIMITS = { bytes: 268_435_456, triangles: 4_000_000 };
const GLB_MAGIC = 0x46546c67;

/** The bytes of a GLB file: one mesh with PBR textures as JPEG. The same bust gives the same bytes. */
export async function encodeGlb(bust: Bust): Promise<Uint8Array> {
  const { skin } = bust;
  const [colour, normal, material] = await Promise.all([
    jpeg(skin.colour, skin.colour.width, 88),
    jpeg(skin.normal, skin.normal.width / 2, 82),
    jpeg(skin.material, skin.material.width / 2, 80),
  ]);
  const document = new Document();
  document.getRoot().getAsset().generator = 'alpha-ref';
  const buffer = document.createBuffer();
  const texture = (name: string, image: Uint8Array) =>
    document.createTexture(name).setImage(image).setMimeType('image/jpeg');
  const surface = document
    .createMaterial('alpha')
    .setBaseColorTexture(texture('colour', colour))
    .setNormalTexture(texture('normal', normal))
    .setMetallicRoughnessTexture(texture('material', material))
    .setOcclusionTexture(null)
    .setMetallicFactor(1)
    .setRoughnessFactor(1);
  const accessor = (name: string, type: 'VEC2' | 'VEC3' | 'VEC4', array: Float32Array) =>
    document.createAccessor(name, buffer).setType(type).setArray(new Float32Array(array));
  const primitive = document
    .createPrimitive()
    .setMaterial(surface)
    .setIndices(
      document.createAccessor('triangles', buffer).setType('SCALAR').setArray(new Uint32Array(bust.indices)),
    )
    .setAttribute('POSITION', accessor('positions', 'VEC3', bust.positions))
    .setAttribute('NORMAL', accessor('normals', 'VEC3', bust.normals))
    .setAttribute('TANGENT', accessor('tangents', 'VEC4', tangentsOf(bust)))
    .setAttribute('TEXCOORD_0', accessor('uvs', 'VEC2', bust.uvs));
  const node = document.createNode('alpha').setMesh(document.createMesh('alpha').addPrimitive(primitive));
  document.getRoot().setDefaultScene(document.createScene('alpha').addChild(node));
  return new NodeIO().writeBinary(document);
}

async function jpeg({ width, height, rgba }: Picture, across: number, quality: number): Promise<Uint8Array> {
  return sharp(rgba, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .resize({ width: Math.round(across), kernel: 'lanczos3' })
    .jpeg({ quality, chromaSubsampling: '4:4:4', mozjpeg: false })
    .toBuffer();
}

/** u runs along +x on both sides, so the tangent is +x without its part along the normal; upwards on the texture is +y. */
function tangentsOf({ normals }: Bust): Float32Array {
  const tangents = new Float32Array((normals.length / 3) * 4);
  for (let vertex = 0; vertex < normals.length / 3; vertex += 1) {
    const [x = 0, y = 0, z = 0] = normals.subarray(vertex * 3, vertex * 3 + 3);
    // Where the surface looks along x, any direction across it will do.
    const [tx, ty, tz] = Math.abs(x) > 0.999 ? [0, 0, -Math.sign(x)] : [1 - x * x, -x * y, -x * z];
    const dot = tx * x + ty * y + tz * z;
    const [px, py, pz] = [tx - dot * x, ty - dot * y, tz - dot * z];
    const length = Math.hypot(px, py, pz);
    tangents.set([px / length, py / length, pz / length, z < 0 ? -1 : 1], vertex * 4);
  }
  return tangents;
}

/**
 * Reads a GLB file: all triangles of its default scene in world coordinates, and the base colour of the first material
 * (white without one), its factor multiplied in. Images may lie in the file or in data URIs; nothing else is opened.
 *
 * @throws {UserError} `mesh-invalid`, saying what is wrong
 */
export async function decodeGlb(bytes: Uint8Array, name = 'the mesh'): Promise<PaintedMesh> {
  const refuse = (why: string, cause?: unknown): never => {
    throw new UserError('mesh-invalid', `${name}: ${why}`, {
      hint: 'It must be a GLB file of triangles with all its data inside; a validator for glTF tells more.',
      cause,
    });
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 20 || view.getUint32(0, true) !== GLB_MAGIC) return refuse('it is no GLB file');
  if (bytes.byteLength > LIMITS.bytes) return refuse(`${bytes.byteLength} bytes are too many`);
  let document: Document;
  try {
    document = await new NodeIO().readBinary(bytes);
  } catch (cause) {
    return refuse(messageOf(cause), cause);
  }
  const root = document.getRoot();
  const scene = root.getDefaultScene() ?? root.listScenes()[0];
  const found: { primitive: Primitive; matrix: readonly number[] }[] = [];
  scene?.traverse((node) => {
    for (const primitive of node.getMesh()?.listPrimitives() ?? [])
      if (primitive.getMode() === 4) found.push({ primitive, matrix: node.getWorldMatrix() });
  });
  const parts = found.flatMap(({ primitive, matrix }) => {
    const positions = primitive.getAttribute('POSITION');
    if (positions === null) return [];
    const count = positions.getCount();
    const indices = primitive.getIndices()?.getArray() ?? Uint32Array.from({ length: count }, (_, at) => at);
    return [{ primitive, matrix, count, positions, indices }];
  });
  const vertices = parts.reduce((sum, { count }) => sum + count, 0);
  const corners = parts.reduce((sum, { indices }) => sum + indices.length, 0);
  if (corners === 0) return refuse('it holds no triangles');
  if (corners > LIMITS.triangles * 3) return refuse(`${corners / 3} triangles are too many`);
  const mesh = {
    positions: new Float32Array(vertices * 3),
    normals: new Float32Array(vertices * 3),
    uvs: new Float32Array(vertices * 2),
    indices: new Uint32Array(corners),
  };
  let firstVertex = 0;
  let firstCorner = 0;
  for (const { primitive, matrix, count, positions, indices } of parts) {
    const normals = primitive.getAttribute('NORMAL');
    const uvs = primitive.getAttribute('TEXCOORD_0');
    for (let vertex = 0; vertex < count; vertex += 1) {
      const to = firstVertex + vertex;
      mesh.positions.set(moved(matrix, positions.getElement(vertex, []), 1), to * 3);
      if (normals !== null) mesh.normals.set(moved(matrix, normals.getElement(vertex, []), 0), to * 3);
      if (uvs !== null) mesh.uvs.set(uvs.getElement(vertex, []).slice(0, 2), to * 2);
    }
    for (const index of indices) {
      if (index >= count) return refuse(`a triangle names vertex ${index} of ${count}`);
      mesh.indices[firstCorner] = firstVertex + index;
      firstCorner += 1;
    }
    firstVertex += count;
  }
  if (!mesh.positions.every(Number.isFinite)) return refuse('a vertex stands nowhere');
  const material = parts.map(({ primitive }) => primitive.getMaterial()).find((one) => one !== null);
  const image = material?.getBaseColorTexture()?.getImage();
  const factor = material?.getBaseColorFactor() ?? [1, 1, 1, 1];
  const texture = image ? await readPicture(image) : undefined;
  return { ...mesh, texture: tinted(texture, factor) };
}

/** A point (w = 1) or direction (w = 0) through a matrix, column by column as glTF has it. */
function moved(matrix: readonly number[], [x = 0, y = 0, z = 0]: readonly number[], w: number): number[] {
  return [0, 1, 2].map(
    (axis) =>
      (matrix[axis] ?? 0) * x +
      (matrix[axis + 4] ?? 0) * y +
      (matrix[axis + 8] ?? 0) * z +
      (matrix[axis + 12] ?? 0) * w,
  );
}

function tinted(texture: Picture | undefined, factor: readonly number[]): Picture {
  // Base colour factors are linear; sRGB's curve is near a power of 2.2.
  const [red = 255, green = 255, blue = 255] = factor.map((value) => 255 * Math.max(0, value) ** (1 / 2.2));
  if (texture === undefined) {
    const rgba = new Uint8ClampedArray(2 * 2 * 4);
    for (let at = 0; at < rgba.length; at += 4) rgba.set([red, green, blue, 255], at);
    return { width: 2, height: 2, rgba };
  }
  if (factor.every((value) => value === 1)) return texture;
  const rgba = Uint8ClampedArray.from(texture.rgba);
  for (let at = 0; at < rgba.length; at += 4) {
    rgba[at] = ((rgba[at] ?? 0) * red) / 255;
    rgba[at + 1] = ((rgba[at + 1] ?? 0) * green) / 255;
    rgba[at + 2] = ((rgba[at + 2] ?? 0) * blue) / 255;
  }
  return { ...texture, rgba };
}
