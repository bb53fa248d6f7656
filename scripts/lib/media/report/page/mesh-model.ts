import { Box3, Mesh, Scene } from 'three';
import { MeshoptDecoder } from 'three/addons/libs/meshopt_decoder.module.js';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import type { Model } from './space-viewer.ts';

/** A binary glTF. Addresses in it that lead outside the file are refused by the page's content policy. */
export async function meshModel(bytes: ArrayBuffer | null): Promise<Model | null> {
  if (bytes === null) return null;
  const { scene: content } = await new GLTFLoader().setMeshoptDecoder(MeshoptDecoder).parseAsync(bytes, '');
  const scene = new Scene();
  scene.add(content);
  return {
    scene,
    bounds: new Box3().setFromObject(content, true),
    attach: (_, redraw) => redraw(),
    dispose: () => {
      content.traverse((part) => {
        if (part instanceof Mesh) part.geometry.dispose();
      });
    },
  };
}
