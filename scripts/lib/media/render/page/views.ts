import {
  AmbientLight,
  Color,
  DirectionalLight,
  Matrix4,
  Mesh,
  PerspectiveCamera,
  Scene,
  Texture,
  WebGLRenderer,
} from 'three';
import { MeshoptDecoder } from 'three/addons/libs/meshopt_decoder.module.js';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import type { PageAnswer, PageJob } from './contract.ts';
import { studioLight } from './studio-light.ts';

/** A canvas and who draws on it. */
interface Easel {
  readonly context: WebGL2RenderingContext;
  readonly renderer: WebGLRenderer;
}

function easel(antialias: boolean): Easel {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('webgl2', { antialias, alpha: false });
  if (context === null) throw new Error('no-webgl');
  const renderer = new WebGLRenderer({ canvas, context, antialias });
  renderer.setPixelRatio(1);
  return { context, renderer };
}

/** Draws a model from each camera and posts the pixels. */
async function drawViews(job: PageJob): Promise<PageAnswer> {
  return job.medium === 'mesh' ? drawMesh(job) : drawSplat(job);
}

let studioEasel: (Easel & { readonly light: Texture }) | undefined;

/** A mesh under even studio light: what is metal needs something to mirror. */
async function drawMesh(job: PageJob): Promise<PageAnswer> {
  const loader = new GLTFLoader().setMeshoptDecoder(MeshoptDecoder);
  const { scene: model } = await loader.loadAsync(job.model);
  studioEasel ??= { ...easel(true), light: studioLight() };
  const { renderer, light } = studioEasel;
  const scene = new Scene();
  scene.environment = light;
  scene.add(new AmbientLight(0xffffff, 0.5));
  const key = new DirectionalLight(0xffffff, 0.8);
  key.position.set(0.5, 1, 2);
  scene.add(key, model);
  scene.updateMatrixWorld(true);
  await drawAll(studioEasel, scene, job, (camera) => renderer.render(scene, camera));
  model.traverse((part) => {
    if (!(part instanceof Mesh)) return;
    part.geometry.dispose();
    for (const material of [part.material].flat()) {
      for (const value of Object.values(material)) if (value instanceof Texture) value.dispose();
      material.dispose();
    }
  });
  return { renderer: nameOf(studioEasel.context) };
}

/** Gaussians, sorted for each camera before they are drawn. */
async function drawSplat(job: PageJob): Promise<PageAnswer> {
  const { SparkRenderer, SplatMesh } = await import('@sparkjsdev/spark');
  const fileBytes = await (await fetch(job.model)).arrayBuffer();
  const splat = new SplatMesh({ fileBytes, fileName: 'model.ply' });
  await splat.initialized;
  const made = easel(false);
  const { renderer, context } = made;
  try {
    const spark = new SparkRenderer({ renderer, autoUpdate: false, enableLod: false, sortRadial: false });
    const scene = new Scene();
    scene.add(spark, splat);
    scene.updateMatrixWorld(true);
    await drawAll(made, scene, job, async (camera) => {
      await spark.update({ scene, camera });
      while (spark.sorting) await new Promise((resolve) => setTimeout(resolve, 5));
      renderer.render(scene, camera);
    });
    return { renderer: nameOf(context) };
  } finally {
    splat.dispose();
    renderer.dispose();
    renderer.forceContextLoss();
  }
}

type Draw = (camera: PerspectiveCamera) => Promise<void> | void;

async function drawAll({ context, renderer }: Easel, scene: Scene, job: PageJob, draw: Draw): Promise<void> {
  const [r, g, b] = job.background;
  scene.background = new Color().setRGB(r / 255, g / 255, b / 255, 'srgb');
  renderer.setSize(job.width, job.height, false);
  const bytes = job.width * job.height * 4;
  const pixels = new Uint8Array(bytes * job.cameras.length);
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
    if (context.isContextLost()) throw new Error('the WebGL context was lost');
    const place = pixels.subarray(index * bytes, (index + 1) * bytes);
    context.readPixels(0, 0, job.width, job.height, context.RGBA, context.UNSIGNED_BYTE, place);
  }
  const answer = await fetch(job.views, { method: 'POST', body: pixels });
  if (!answer.ok) throw new Error(`the pixels were refused: ${answer.status}`);
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
