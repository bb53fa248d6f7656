import { SparkRenderer, SplatMesh } from '@sparkjsdev/spark';
import {
  AmbientLight,
  Color,
  DataTexture,
  DirectionalLight,
  EquirectangularReflectionMapping,
  FloatType,
  Matrix4,
  PerspectiveCamera,
  PMREMGenerator,
  RGBAFormat,
  Scene,
  WebGLRenderer,
} from 'three';
import { MeshoptDecoder } from 'three/addons/libs/meshopt_decoder.module.js';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import type { PageAnswer, PageJob } from './contract.ts';

/** Draws a model from each camera and posts the pixels. */
async function drawViews(job: PageJob): Promise<PageAnswer> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('webgl2', { antialias: job.medium === 'mesh', alpha: false });
  if (context === null) throw new Error('no-webgl');
  let lost = false;
  canvas.addEventListener('webglcontextlost', () => {
    lost = true;
  });
  const renderer = new WebGLRenderer({ canvas, context, antialias: job.medium === 'mesh' });
  try {
    renderer.setPixelRatio(1);
    renderer.setSize(job.width, job.height, false);
    const scene = new Scene();
    const [r, g, b] = job.background;
    scene.background = new Color().setRGB(r / 255, g / 255, b / 255, 'srgb');
    const draw =
      job.medium === 'mesh'
        ? await meshDrawer(renderer, scene, job)
        : await splatDrawer(renderer, scene, job);
    for (const [index, { view, projection }] of job.cameras.entries()) {
      const camera = new PerspectiveCamera();
      camera.matrixAutoUpdate = false;
      camera.matrixWorldInverse.fromArray(view);
      camera.matrix.copy(camera.matrixWorldInverse).invert();
      camera.matrix.decompose(camera.position, camera.quaternion, camera.scale);
      camera.matrixWorld.copy(camera.matrix);
      camera.projectionMatrix.fromArray(projection);
      camera.projectionMatrixInverse.copy(new Matrix4().fromArray(projection).invert());
      setPlanes(camera, projection);
      await draw(camera);
      if (lost || context.isContextLost()) throw new Error('the WebGL context was lost');
      const pixels = new Uint8Array(job.width * job.height * 4);
      context.readPixels(0, 0, job.width, job.height, context.RGBA, context.UNSIGNED_BYTE, pixels);
      const answer = await fetch(`/pixels/${index}`, { method: 'POST', body: pixels });
      if (!answer.ok) throw new Error(`the pixels of view ${index} were refused: ${answer.status}`);
    }
    return { renderer: nameOf(context) };
  } finally {
    renderer.dispose();
    renderer.forceContextLoss();
  }
}

type Draw = (camera: PerspectiveCamera) => Promise<void>;

/** A mesh under even studio light: what is metal needs something to mirror. */
async function meshDrawer(renderer: WebGLRenderer, scene: Scene, job: PageJob): Promise<Draw> {
  const loader = new GLTFLoader().setMeshoptDecoder(MeshoptDecoder);
  const { scene: model } = await loader.loadAsync(job.model);
  const generator = new PMREMGenerator(renderer);
  const room = studio();
  scene.environment = generator.fromEquirectangular(room).texture;
  room.dispose();
  generator.dispose();
  scene.add(new AmbientLight(0xffffff, 0.5));
  const key = new DirectionalLight(0xffffff, 0.8);
  key.position.set(0.5, 1, 2);
  scene.add(key, model);
  scene.updateMatrixWorld(true);
  return async (camera) => {
    await renderer.compileAsync(scene, camera);
    renderer.render(scene, camera);
  };
}

/**
 * What metal mirrors: a grey room, lighter towards its ceiling, with a wide soft light before the model. Small, because
 * a software renderer blurs it again and again.
 */
function studio(): DataTexture {
  const [width, height] = [64, 32];
  const data = new Float32Array(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const up = (y + 0.5) / height; // from the floor to the ceiling
      const aside = Math.cos(((x + 0.5) / width) * 2 * Math.PI - 1.5 * Math.PI); // 1 in front
      const light = 0.25 + 0.45 * up + (up > 0.5 ? 0.5 * Math.max(0, aside) ** 2 : 0);
      data.set([light, light, light, 1], (y * width + x) * 4);
    }
  }
  const texture = new DataTexture(data, width, height, RGBAFormat, FloatType);
  texture.mapping = EquirectangularReflectionMapping;
  texture.needsUpdate = true;
  return texture;
}

/** Gaussians, sorted for each camera before they are drawn. */
async function splatDrawer(renderer: WebGLRenderer, scene: Scene, job: PageJob): Promise<Draw> {
  const fileBytes = await (await fetch(job.model)).arrayBuffer();
  const splat = new SplatMesh({ fileBytes, fileName: 'model.ply' });
  await splat.initialized;
  const spark = new SparkRenderer({ renderer, autoUpdate: false, enableLod: false, sortRadial: false });
  scene.add(spark, splat);
  scene.updateMatrixWorld(true);
  return async (camera) => {
    await spark.update({ scene, camera });
    while (spark.sorting) await new Promise((resolve) => setTimeout(resolve, 5));
    renderer.render(scene, camera);
  };
}

/** Spark asks the camera for its planes; an OpenGL projection has them in its third column. */
function setPlanes(camera: PerspectiveCamera, projection: readonly number[]): void {
  const [a = -1, b = -1] = [projection[10], projection[14]];
  camera.near = b / (a - 1);
  camera.far = b / (a + 1);
}

function nameOf(context: WebGL2RenderingContext): string {
  const info = context.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = context.getParameter(info === null ? context.RENDERER : info.UNMASKED_RENDERER_WEBGL);
  return typeof name === 'string' ? name : 'unknown';
}

Object.assign(globalThis, { drawViews });
