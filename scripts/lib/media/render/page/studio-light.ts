import {
  CompressedCubeTexture,
  DataUtils,
  HalfFloatType,
  LinearFilter,
  LinearMipmapLinearFilter,
  RGBAFormat,
} from 'three';

/** Sides of the cube's faces, one level of roughness each: mirrors see the first, what is dull the last. */
const LEVELS = [64, 32, 16, 8, 4] as const;
/** Directions that a texel of a rough level looks into. */
const SAMPLES = 128;

type Direction = readonly [x: number, y: number, z: number];

/**
 * How much light comes from a direction: a grey room, lighter towards its ceiling, with a wide soft light before the
 * model. Alike on the left and the right.
 */
function lightFrom([x, y, z]: Direction): number {
  const up = 0.5 + Math.asin(Math.min(1, Math.max(-1, y))) / Math.PI;
  const aside = z / Math.max(1e-9, Math.hypot(x, z)); // 1 in front
  const above = Math.min(1, Math.max(0, (up - 0.48) / 0.04));
  return 0.25 + 0.45 * up + 0.5 * above * Math.max(0, aside) ** 2;
}

/**
 * The light as three.js wants it for what mirrors and what is rough: a cube whose levels are blurred as a surface of each
 * roughness blurs (GGX, seen from above; B. Karis, "Real Shading in Unreal Engine 4", 2013). Worked out here because
 * `PMREMGenerator` does the same for sharp pictures, and takes a software renderer seconds.
 */
export function studioLight(): CompressedCubeTexture {
  const levels = LEVELS.map((side, level) => {
    const spread = spreadOf(1 - Math.sqrt(1 - level / (LEVELS.length - 1)));
    return { side, faces: FACES.map((face) => drawFace(side, face, spread)) };
  });
  const images = FACES.map((_, face) => ({
    width: LEVELS[0],
    height: LEVELS[0],
    mipmaps: levels.map(({ side, faces }) => ({ width: side, height: side, data: faces[face] })),
  }));
  const texture = new CompressedCubeTexture(images, undefined, HalfFloatType);
  texture.minFilter = LinearMipmapLinearFilter;
  texture.magFilter = LinearFilter;
  texture.needsUpdate = true;
  // Nothing is compressed; it is the texture whose levels may be given one by one.
  return Object.assign(texture, { format: RGBAFormat, isPMREMTexture: true });
}

/** Where a face's texel (both -1 to 1, from its left upper corner) looks: OpenGL ES 3.0, section 3.8.10. */
const FACES: readonly ((s: number, t: number) => Direction)[] = [
  (s, t) => [1, -t, -s],
  (s, t) => [-1, -t, s],
  (s, t) => [s, 1, t],
  (s, t) => [s, -1, -t],
  (s, t) => [s, -t, 1],
  (s, t) => [-s, -t, -1],
];

/** A direction beside the one that a texel looks into, and how much it counts. */
interface Ray {
  readonly along: number;
  readonly aside: number;
  readonly around: number;
}

/** Directions as a surface of this roughness gathers them, with `along` as their weight. */
function spreadOf(roughness: number): readonly Ray[] {
  if (roughness === 0) return [{ along: 1, aside: 0, around: 0 }];
  const alpha = roughness ** 2;
  const rays: Ray[] = [];
  for (let i = 0; i < SAMPLES; i += 1) {
    const [x, y] = [(i + 0.5) / SAMPLES, reversedBits(i)];
    const rest = 1 - x + alpha ** 2 * x;
    const along = (1 - x - alpha ** 2 * x) / rest;
    const away = (2 * alpha * Math.sqrt(x * (1 - x))) / rest;
    if (along > 0)
      rays.push({ along, aside: away * Math.cos(2 * Math.PI * y), around: away * Math.sin(2 * Math.PI * y) });
  }
  return rays;
}

/** Van der Corput's sequence in base 2, 0 to 1. */
function reversedBits(index: number): number {
  let [value, digit] = [0, 0.5];
  for (let rest = index; rest > 0; rest >>= 1, digit /= 2) value += (rest & 1) * digit;
  return value;
}

function drawFace(
  side: number,
  face: (s: number, t: number) => Direction,
  spread: readonly Ray[],
): Uint16Array {
  const half = new Uint16Array(side * side * 4);
  const one = DataUtils.toHalfFloat(1);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const light = DataUtils.toHalfFloat(
        gathered(unit(face(((x + 0.5) * 2) / side - 1, ((y + 0.5) * 2) / side - 1)), spread),
      );
      half.set([light, light, light, one], (y * side + x) * 4);
    }
  }
  return half;
}

function gathered(to: Direction, spread: readonly Ray[]): number {
  const tangent = unit(Math.abs(to[2]) < 0.999 ? cross([0, 0, 1], to) : cross([1, 0, 0], to));
  const other = cross(to, tangent);
  let [sum, weight] = [0, 0];
  for (const { along, aside, around } of spread) {
    const at = (i: 0 | 1 | 2) => to[i] * along + tangent[i] * aside + other[i] * around;
    sum += along * lightFrom([at(0), at(1), at(2)]);
    weight += along;
  }
  return sum / weight;
}

function unit([x, y, z]: Direction): Direction {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}

const cross = (a: Direction, b: Direction): Direction => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
