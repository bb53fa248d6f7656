import {
  type Extent,
  lifeSize,
  pannedBy,
  pictureAt,
  placement,
  type Point,
  type Viewport,
  WHOLE,
  zoomedAt,
} from '../view/viewport.ts';
import type { Exhibit } from './exhibit.ts';
import type { Pane } from './pane.ts';

/** What part of the layers is seen: one viewport for both panes, or an exhibit's own camera. Points are those of the stage. */
export class Lens {
  #view: Viewport = WHOLE;
  readonly #stage: HTMLElement;
  readonly #exhibit: Exhibit;
  /** After, before: the first that is there is what the viewport is reckoned in. */
  readonly #panes: readonly Pane[];
  readonly #moved: () => void;

  /** @param moved called after every change */
  constructor(stage: HTMLElement, exhibit: Exhibit, panes: readonly Pane[], moved: () => void) {
    this.#stage = stage;
    this.#exhibit = exhibit;
    this.#panes = panes;
    this.#moved = moved;
  }

  /** Whether less than the whole is seen. */
  get near(): boolean {
    return this.#view.zoom > 1;
  }

  /** A layer that is drawn to fit is always seen whole. */
  get seen(): Viewport {
    return this.#exhibit.turning === undefined ? this.#view : WHOLE;
  }

  get extent(): Extent {
    return this.#panes[0]?.layer.extent() ?? { width: 1, height: 1 };
  }

  get #size(): Extent {
    return this.#panes[0]?.size ?? { width: 1, height: 1 };
  }

  get middle(): Point {
    const { width, height } = this.#size;
    return { x: width / 2, y: height / 2 };
  }

  /** Lays the panes, and one more, as the viewport has it; the magnification, none while nothing is to be seen or magnified. */
  fit(more: Pane | null): number | null {
    const size = this.#size;
    if (this.#panes.length === 0 || size.width < 1 || size.height < 1) return null;
    this.#exhibit.fit?.(size);
    if (this.#exhibit.turning !== undefined) return null;
    for (const pane of this.#panes) pane.place(this.#view);
    more?.place(this.#view);
    return placement(this.#view, size, this.extent).scale;
  }

  /** The place on the layer below a point, as a share of it. */
  under(at: Point): Point {
    const { width, height } = this.extent;
    const { x, y } = pictureAt(this.seen, this.#size, { width, height }, this.#inPane(at));
    return { x: x / width, y: y / height };
  }

  pan(by: Point): void {
    this.#view = pannedBy(this.#view, this.#size, this.extent, by);
    this.#moved();
  }

  /** @param at none for the middle */
  zoom(factor: number, at?: Point): void {
    if (this.#exhibit.turning !== undefined) return this.#exhibit.turning.nearer(factor);
    const point = at === undefined ? this.middle : this.#inPane(at);
    this.#view = zoomedAt(this.#view, this.#size, this.extent, point, factor);
    this.#moved();
  }

  /** A pixel of the layer as a pixel of the screen, or all of it where it is seen nearer already. */
  toggle(at: Point): void {
    if (this.near) this.reset();
    else this.zoom(Math.max(2, lifeSize(this.#size, this.extent)), at);
  }

  reset(): void {
    this.#exhibit.turning?.reset();
    this.#view = WHOLE;
    this.#moved();
  }

  /** A point of the stage in the pane below it. */
  #inPane(at: Point): Point {
    const stage = this.#stage.getBoundingClientRect();
    for (const pane of this.#panes.toReversed()) {
      const box = pane.figure.getBoundingClientRect();
      const point = { x: at.x + stage.left - box.left, y: at.y + stage.top - box.top };
      if (point.x >= 0 && point.y >= 0 && point.x < box.width && point.y < box.height) return point;
    }
    return at;
  }
}
