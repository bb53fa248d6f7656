import {
  Box3,
  Color,
  NeutralToneMapping,
  PerspectiveCamera,
  PMREMGenerator,
  Sphere,
  SRGBColorSpace,
  Vector3,
  WebGLRenderer,
} from 'three';
import type { Scene } from 'three';
import { framing, nearer, type Orbit, position, turned } from '../view/orbit.ts';
import { RoomEnvironment } from 'three/addons/environments/RoomEnvironment.js';
import type { Space } from './space-contract.ts';

/** A model in a scene of its own. */
export interface Model {
  readonly scene: Scene;
  readonly bounds: Box3;
  /** Called before the model is drawn for the first time. */
  attach(renderer: WebGLRenderer, redraw: () => void): void;
  /** A round that it runs through; missing when it stands still. */
  readonly motion?: {
    readonly moments: number;
    readonly seconds: number;
    show(moment: number): void;
  };
  dispose(): void;
}

const FIELD_OF_VIEW = 32;
/** Models fill their bounding ball seldom: so much nearer than the ball asks, they still fit. */
const SNUG = 0.88;
/** A drawing that takes longer, in ms, is drawn smaller while the camera moves: not every machine has a graphics card. */
const TOO_LONG = 120;
const COARSEST = 0.25;
/** So long after the last movement it is drawn in full. */
const RESTED_MS = 250;
/** A model is waited for so long at most: an empty one stays blank. */
const PATIENCE_MS = 30_000;
const LOOK_MS = 50;
const AFAR = 48;
const GROUND = new Color(0x8d8c92);

/**
 * Draws both models by one WebGL context and one camera, which is framed on the union of both. Each is copied to a canvas of its own, so
 * that the stage lays them against each other like two pictures.
 *
 * @throws {Error} when the browser has no WebGL
 */
export function openSpace(before: Model | null, after: Model | null): Space {
  const renderer = new WebGLRenderer({ antialias: true, alpha: false });
  renderer.outputColorSpace = SRGBColorSpace;
  renderer.toneMapping = NeutralToneMapping;
  const ball = union(before, after);
  const light =
    before === null && after === null
      ? null
      : new PMREMGenerator(renderer).fromScene(new RoomEnvironment(), 0.04);
  const camera = new PerspectiveCamera(FIELD_OF_VIEW, 1, ball.radius / 100, ball.radius * 40);
  const sides = [side(before), side(after)] as const;
  const listeners: (() => void)[] = [];
  let home = 1;
  let orbit: Orbit = { yaw: 0, pitch: 0, distance: 0 };
  let drawn = 0;
  let size = { width: 1, height: 1 };
  let fineness = 1;
  /** The fineness for a moving camera, found by drawing. */
  let coarser = 1;
  let rested: ReturnType<typeof setTimeout> | undefined;

  const draw = (): void => {
    drawn = 0;
    const start = performance.now();
    const { x, y, z } = position(orbit, ball.center);
    camera.position.set(x, y, z);
    camera.lookAt(ball.center);
    renderer.setSize(Math.ceil(size.width * fineness), Math.ceil(size.height * fineness), false);
    for (const side of sides) {
      if (side === null) continue;
      renderer.render(side.model.scene, camera);
      side.context.drawImage(renderer.domElement, 0, 0, size.width, size.height);
    }
    // What a card or a processor has yet to draw holds up the next frame, not this call.
    requestAnimationFrame(() => {
      if (performance.now() - start > TOO_LONG) coarser = Math.max(COARSEST, coarser / 2);
    });
    for (const listener of listeners) listener();
  };
  const redraw = (): void => {
    if (drawn === 0) drawn = requestAnimationFrame(draw);
  };
  const move = (next: Orbit): void => {
    orbit = next;
    fineness = coarser;
    clearTimeout(rested);
    if (fineness < 1) {
      rested = setTimeout(() => {
        fineness = 1;
        redraw();
      }, RESTED_MS);
    }
    redraw();
  };
  for (const side of sides) {
    if (side === null) continue;
    side.model.scene.background = GROUND;
    side.model.scene.environment = light?.texture ?? null;
    side.model.scene.environmentIntensity = 0.55;
    side.model.attach(renderer, redraw);
  }

  const motion = sharedMotion(before, after);
  return {
    motion,
    show: (moment) => {
      if (motion === null) return;
      // Rounds of unequal length are run through in the same time.
      for (const model of [before, after])
        model?.motion?.show(Math.floor((moment / motion.moments) * model.motion.moments));
      redraw();
    },
    before: sides[0]?.canvas ?? null,
    after: sides[1]?.canvas ?? null,
    resize: (width, height) => {
      if (width < 1 || height < 1) return;
      renderer.setPixelRatio(1);
      size = { width, height };
      for (const side of sides) {
        if (side === null) continue;
        side.canvas.width = width;
        side.canvas.height = height;
      }
      camera.aspect = width / height;
      camera.updateProjectionMatrix();
      const next = framing(ball.radius * SNUG, (FIELD_OF_VIEW / 180) * Math.PI, camera.aspect);
      orbit = { ...orbit, distance: orbit.distance === 0 ? next : (orbit.distance / home) * next };
      home = next;
      // At once: a canvas that was given a new size is blank.
      cancelAnimationFrame(drawn);
      draw();
    },
    ready: () =>
      new Promise((resolve) => {
        const given = performance.now();
        const look = (): void => {
          const blank = sides.some((side) => side !== null && isBlank(side.canvas));
          if (!blank || performance.now() - given > PATIENCE_MS) resolve();
          else setTimeout(look, LOOK_MS);
        };
        look();
      }),
    turn: (dx, dy) => move(turned(orbit, dx, dy)),
    nearer: (factor) => move(nearer(orbit, factor, home)),
    reset: () => move({ yaw: 0, pitch: 0, distance: home }),
    look: (degrees) => move({ yaw: (degrees / 180) * Math.PI, pitch: 0, distance: orbit.distance }),
    onDraw: (callback) => listeners.push(callback),
    dispose: () => {
      cancelAnimationFrame(drawn);
      clearTimeout(rested);
      for (const side of sides) side?.model.dispose();
      light?.dispose();
      renderer.dispose();
      renderer.forceContextLoss();
    },
  };
}

/** The clock of both: the finer of the two, over the time that it takes now. */
function sharedMotion(before: Model | null, after: Model | null): Space['motion'] {
  const motions = [after, before].flatMap((model) => model?.motion ?? []);
  const [first] = motions;
  return first === undefined
    ? null
    : { moments: Math.max(...motions.map(({ moments }) => moments)), seconds: first.seconds };
}

function side(model: Model | null) {
  if (model === null) return null;
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser has no 2D canvas');
  return { model, canvas, context };
}

/** Whether it is of one colour, as seen from afar. */
function isBlank(canvas: HTMLCanvasElement): boolean {
  const small = document.createElement('canvas');
  [small.width, small.height] = [AFAR, AFAR];
  const context = small.getContext('2d', { willReadFrequently: true });
  context?.drawImage(canvas, 0, 0, AFAR, AFAR);
  const data = context?.getImageData(0, 0, AFAR, AFAR).data ?? [];
  return data.every((value, at) => Math.abs(value - (data[at % 4] ?? 0)) < 3);
}

function union(before: Model | null, after: Model | null): Sphere {
  const box = new Box3();
  if (before !== null) box.union(before.bounds);
  if (after !== null) box.union(after.bounds);
  const ball = box.isEmpty() ? new Sphere(new Vector3(), 1) : box.getBoundingSphere(new Sphere());
  return ball.radius > 0 ? ball : new Sphere(ball.center, 1);
}
