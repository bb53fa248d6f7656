import type { Point, Viewport } from '../view/viewport.ts';
import type { Exhibit } from './exhibit.ts';
import { Inspector } from './inspector.ts';
import type { Pane } from './pane.ts';

const share = (value: number): number => Math.min(1, Math.max(0, value));

/** One pixel that is looked at on both sides, while somebody inspects. */
export class PixelLook {
  on = false;
  readonly #inspector = new Inspector();
  readonly #exhibit: Exhibit;
  readonly #panes: readonly Pane[];
  #at: Point = { x: 0.5, y: 0.5 };

  constructor(exhibit: Exhibit, panes: readonly Pane[]) {
    this.#exhibit = exhibit;
    this.#panes = panes;
  }

  get element(): HTMLElement {
    return this.#inspector.element;
  }

  /** Looks at the pixel at a share of the layer. */
  to({ x, y }: Point, seen: Viewport): void {
    this.#at = { x: share(x), y: share(y) };
    this.again(seen);
  }

  /** So many pixels to the right and down. */
  step(
    by: Point,
    { width, height }: { readonly width: number; readonly height: number },
    seen: Viewport,
  ): void {
    this.to({ x: this.#at.x + by.x / width, y: this.#at.y + by.y / height }, seen);
  }

  /** At the same pixel: the layers, or what of them is seen, may be others by now. */
  again(seen: Viewport): void {
    if (!this.on) return;
    this.#inspector.show(this.#at, [this.#exhibit.before, this.#exhibit.after]);
    for (const pane of this.#panes) pane.mark(this.#at, seen);
  }
}
