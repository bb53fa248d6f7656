import { readFile } from 'node:fs/promises';
import { NodeIO } from '@gltf-transform/core';
import { headOf, named, outputFault, shownHead } from './outputs.ts';

/** What a mesh has. */
export interface MeshFacts {
  readonly triangles: number;
  readonly materials: number;
}

/**
 * A textured GLB: binary glTF 2 with at least `minTriangles` triangles and, on every drawn primitive, a material with a base
 * colour picture and a metallic-roughness picture. Known ways it is wrong with exit 0 or HTTP 200: OBJ text under the name of
 * a GLB, and the bare shape after the texture stage failed.
 *
 * @throws {UserError} `output-missing`, `output-unreadable`, `output-empty`, `output-untextured`
 */
export async function checkMesh(artifact: string, file: string, minTriangles = 100): Promise<MeshFacts> {
  const what = named(artifact, file);
  const head = await headOf(artifact, file, 12);
  if (head.length < 12 || head.toString('latin1', 0, 4) !== 'glTF' || head.readUInt32LE(4) !== 2)
    throw outputFault('output-unreadable', what, `is no GLB: it begins with ${shownHead(head)}`);
  const bytes = await readFile(file);
  if (bytes.readUInt32LE(8) !== bytes.byteLength)
    throw outputFault(
      'output-unreadable',
      what,
      `is cut off: ${bytes.byteLength} of ${bytes.readUInt32LE(8)} bytes`,
    );
  const document = await new NodeIO().readBinary(bytes).catch((cause: unknown) => {
    throw outputFault('output-unreadable', what, 'cannot be read as glTF 2', cause);
  });
  const primitives = document
    .getRoot()
    .listMeshes()
    .flatMap((mesh) => mesh.listPrimitives());
  const triangles = primitives.reduce(
    (sum, primitive) =>
      sum + ((primitive.getIndices() ?? primitive.getAttribute('POSITION'))?.getCount() ?? 0) / 3,
    0,
  );
  if (triangles < minTriangles)
    throw outputFault(
      'output-empty',
      what,
      `has ${Math.floor(triangles)} triangles, at least ${minTriangles} were expected`,
    );
  for (const primitive of primitives) {
    const material = primitive.getMaterial();
    const missing = [
      ...(material?.getBaseColorTexture()?.getImage() ? [] : ['base colour']),
      ...(material?.getMetallicRoughnessTexture()?.getImage() ? [] : ['metallic-roughness']),
    ];
    if (primitive.getAttribute('TEXCOORD_0') === null) missing.push('texture coordinates');
    if (missing.length > 0) throw outputFault('output-untextured', what, `has no ${missing.join(', no ')}`);
  }
  return { triangles: Math.floor(triangles), materials: document.getRoot().listMaterials().length };
}
