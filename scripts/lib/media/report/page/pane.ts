import { all, make } from './dom.ts';
import type { Layer } from './exhibit.ts';
import { type Extent, placement, type Point, type Viewport } from '../view/viewport.ts';

/** From this size on, single pixels are drawn as squares: device pixels a picture pixel. */
const SQUARES = 2.5;
/** The frame around a looked-at pixel is never smaller, in CSS pixels. */
const SMALLEST_CROSS = 9;

/** One side's place on the stage, with a layer in it. */
export class Pane {
  readonly figure: HTMLElement;
  readonly layer: Layer;
  readonly #still: Element | null;
  readonly #cross = make('i', { class: 'cross', 'aria-hidden': 'true' });

  /** The place of a side in the page; the layer takes that of the still picture, until `restore`. */
  static of(stage: HTMLElement, name: 'before' | 'after', layer: Layer | null): Pane | null {
    const [figure] = all(stage, `.pane.${name}`, HTMLElement);
    if (figure === undefined || layer === null) return null;
    const [still = null] = all(figure, 'img, video, p', HTMLElement);
    const { element } = layer;
    const text = still instanceof HTMLImageElement ? still.alt : name;
    if (element instanceof HTMLImageElement) element.alt = text;
    else element.setAttribute('aria-label', text);
    if (element instanceof HTMLCanvasElement) element.setAttribute('role', 'img');
    return new Pane(figure, layer, still);
  }

  constructor(figure: HTMLElement, layer: Layer, still: Element | null = null) {
    this.figure = figure;
    this.layer = layer;
    this.#still = still;
    layer.element.classList.add('layer');
    if (still === null) figure.prepend(layer.element);
    else still.replaceWith(layer.element);
    figure.append(this.#cross);
  }

  get size(): Extent {
    return { width: this.figure.clientWidth, height: this.figure.clientHeight };
  }

  /** Shows the part of the layer that the viewport names. */
  place(view: Viewport): void {
    const extent = this.layer.extent();
    const { scale, x, y } = placement(view, this.size, extent);
    const { style } = this.layer.element;
    style.width = `${extent.width}px`;
    style.height = `${extent.height}px`;
    style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    style.imageRendering = scale * devicePixelRatio > SQUARES ? 'pixelated' : '';
  }

  /** Shows it whole, in part (a share cut off at the left and at the right) or not at all, and how much of it shines through. */
  lay({ hidden = false, left = 0, right = 0, opacity = 1 } = {}): void {
    this.figure.style.visibility = hidden ? 'hidden' : '';
    this.figure.style.clipPath = left > 0 || right > 0 ? `inset(0 ${right * 100}% 0 ${left * 100}%)` : '';
    this.layer.element.style.opacity = opacity < 1 ? String(opacity) : '';
  }

  /** Frames the pixel at a share of the layer. */
  mark(share: Point, view: Viewport): void {
    const { width, height } = this.layer.extent();
    const { scale, x, y } = placement(view, this.size, { width, height });
    const column = Math.min(width - 1, Math.floor(share.x * width));
    const row = Math.min(height - 1, Math.floor(share.y * height));
    const side = Math.max(SMALLEST_CROSS, scale);
    const { style } = this.#cross;
    style.width = `${side}px`;
    style.height = `${side}px`;
    style.transform = `translate(${x + (column + 0.5) * scale - side / 2}px, ${y + (row + 0.5) * scale - side / 2}px)`;
  }

  /** The page as it was. */
  restore(): void {
    this.#cross.remove();
    if (this.#still === null) this.layer.element.remove();
    else this.layer.element.replaceWith(this.#still);
    this.figure.removeAttribute('style');
  }
}
