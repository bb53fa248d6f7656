import { colourDistance } from '../view/colour-distance.ts';
import { make, reader } from './dom.ts';
import type { Layer } from './exhibit.ts';
import type { Point } from '../view/viewport.ts';

/** Pixels on a side of the magnified cut-out; odd, so that one is in the middle. */
const AROUND = 11;

interface Reading {
  readonly hex: string;
  readonly rgb: readonly [number, number, number];
}

/** One pixel on both sides: magnified, as figures, and how far it moved. */
export class Inspector {
  readonly element: HTMLElement;
  readonly #place = make('b');
  readonly #told = make('p', { role: 'status' });
  readonly #cuts: readonly CanvasRenderingContext2D[];

  constructor() {
    this.#cuts = [reader(AROUND, AROUND), reader(AROUND, AROUND)];
    for (const { canvas } of this.#cuts) canvas.setAttribute('aria-hidden', 'true');
    this.element = make(
      'div',
      { class: 'inspector' },
      ...this.#cuts.map(({ canvas }) => canvas),
      make('div', {}, this.#place, this.#told),
    );
  }

  /** Shows a pixel, by its place as a share of each side (0 to 1). */
  show(share: Point, sides: readonly (Layer | null)[]): void {
    const readings = sides.map((layer, index) => (layer === null ? null : this.#read(index, layer, share)));
    const [before, after] = readings;
    const { width, height } = (sides[1] ?? sides[0])?.extent() ?? { width: 1, height: 1 };
    this.#place.textContent = `${pixel(share.x, width)}, ${pixel(share.y, height)}`;
    this.#told.textContent =
      before != null && after != null
        ? `${before.hex} → ${after.hex}, ΔE ${colourDistance(before.rgb, after.rgb).toFixed(1)}`
        : ((before ?? after)?.hex ?? '');
  }

  #read(index: number, layer: Layer, share: Point): Reading {
    const context = this.#cuts[index] ?? reader(AROUND, AROUND);
    const { width, height } = layer.extent();
    const [x, y] = [pixel(share.x, width), pixel(share.y, height)];
    const half = (AROUND - 1) / 2;
    context.clearRect(0, 0, AROUND, AROUND);
    context.imageSmoothingEnabled = false;
    context.drawImage(layer.element, x - half, y - half, AROUND, AROUND, 0, 0, AROUND, AROUND);
    const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(half, half, 1, 1).data;
    const hex = [red, green, blue].map((channel) => channel.toString(16).padStart(2, '0')).join('');
    return {
      hex: `#${hex}${alpha === 255 ? '' : ` at ${Math.round(alpha / 2.55)} %`}`,
      rgb: [red, green, blue],
    };
  }
}

const pixel = (share: number, side: number): number =>
  Math.min(side - 1, Math.max(0, Math.floor(share * side)));
