import { countsAbove, JUST_NOTICEABLE, measureRows, STEPS } from '../view/colour-distance.ts';
import { breathe, make, reader } from './dom.ts';
import type { Layer } from './exhibit.ts';
import { drawHeat, heatOf, HOTTEST } from '../view/heat.ts';
import type { Extent } from '../view/viewport.ts';

/** Pixels measured before the browser may draw again. */
const SLICE = 65_536;
/** Of the ramp that stands beside the difference, pixels. */
const RAMP = { width: 96, height: 8 } as const;

/** How far each pixel moved, drawn as heat, with a threshold that may be slid. */
export class Difference {
  readonly element = make('canvas', {
    class: 'layer',
    role: 'img',
    'aria-label': 'Difference of both sides',
  });
  threshold = JUST_NOTICEABLE;
  #extent: Extent = { width: 1, height: 1 };
  #distances = new Uint16Array();
  #after: Uint8ClampedArray = new Uint8ClampedArray();
  #above: (threshold: number) => number = () => 0;
  #turn = 0;
  #scaled = false;
  readonly #told: (text: string) => void;

  constructor(told: (text: string) => void) {
    this.#told = told;
  }

  extent(): Extent {
    return this.#extent;
  }

  /**
   * Measures two layers anew, at most `longest` pixels on their longer side; a side of another size is scaled to that of `after`.
   * A later call ends an earlier one.
   */
  async measure(before: Layer, after: Layer, longest: number): Promise<void> {
    const turn = (this.#turn += 1);
    const { width, height } = shrunk(after.extent(), longest);
    const from = before.extent();
    this.#scaled = from.width !== after.extent().width || from.height !== after.extent().height;
    const one = pixels(before, width, height);
    const other = pixels(after, width, height);
    const distances = new Uint16Array(width * height);
    for (let start = 0; start < distances.length; start += SLICE) {
      measureRows(one, other, distances, start, Math.min(distances.length, start + SLICE));
      if (start + SLICE < distances.length) await breathe();
      if (turn !== this.#turn) return;
    }
    this.#extent = { width, height };
    this.#distances = distances;
    this.#after = other;
    this.#above = countsAbove(distances);
    this.element.width = width;
    this.element.height = height;
    this.draw();
  }

  /** Draws what was measured with the threshold as it is. */
  draw(): void {
    const { width, height } = this.#extent;
    if (this.#distances.length !== width * height) return;
    const context = this.element.getContext('2d');
    const image = new ImageData(width, height);
    drawHeat(this.#distances, this.#after, this.threshold, STEPS, image.data);
    context?.putImageData(image, 0, 0);
    const count = this.#above(this.threshold);
    const share = (100 * count) / (width * height);
    const shown = share > 0 && share < 0.01 ? 'under 0.01' : share.toFixed(share < 1 ? 2 : 1);
    this.#told(
      `${shown} % of the pixels moved further than ΔE ${this.threshold.toFixed(1)}${this.#scaled ? '; before was scaled to the size of after' : ''}`,
    );
  }

  /** Ends a measurement under way. */
  stop(): void {
    this.#turn += 1;
  }
}

/** The slider from 0 to 100 is finer where differences are small. */
export const thresholdOf = (slider: number): number => HOTTEST * (slider / 100) ** 2;
export const sliderOf = (threshold: number): number => 100 * Math.sqrt(threshold / HOTTEST);

/** What the colours mean: the ramp from no distance to the largest that it tells apart. */
export function rampKey(): HTMLElement {
  const { canvas } = painted();
  return make('p', { class: 'ramp' }, 'ΔE 0', canvas, `${HOTTEST} and more`);
}

function painted(): CanvasRenderingContext2D {
  const context = reader(RAMP.width, RAMP.height);
  for (let x = 0; x < RAMP.width; x += 1) {
    context.fillStyle = `rgb(${heatOf((x / (RAMP.width - 1)) * HOTTEST).join(' ')})`;
    context.fillRect(x, 0, 1, RAMP.height);
  }
  context.canvas.setAttribute('aria-hidden', 'true');
  return context;
}

function shrunk({ width, height }: Extent, longest: number): Extent {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

function pixels(layer: Layer, width: number, height: number): Uint8ClampedArray {
  const context = reader(width, height);
  context.drawImage(layer.element, 0, 0, width, height);
  return context.getImageData(0, 0, width, height).data;
}
