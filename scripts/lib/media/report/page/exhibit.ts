import type { Extent } from '../view/viewport.ts';

/** One side on the stage: an element that can be drawn to a canvas. */
export interface Layer {
  readonly element: HTMLImageElement | HTMLVideoElement | HTMLCanvasElement;
  /** In its own pixels. */
  extent(): Extent;
}

/** A camera that gestures move instead of the picture. */
export interface Turning {
  turn(dx: number, dy: number): void;
  nearer(factor: number): void;
  reset(): void;
}

/** What is put on a stage: two layers, and what belongs to their kind. */
export interface Exhibit {
  readonly before: Layer | null;
  readonly after: Layer | null;
  /** Missing: the layers are panned and magnified. */
  readonly turning?: Turning;
  /** Called when the panes have a new size: for layers that are drawn to fit. */
  fit?(pane: Extent): void;
  /** Controls of this kind, below the stage. */
  readonly bar?: HTMLElement;
  /** Calls back whenever the layers show something new. */
  onChange?(callback: () => void): void;
  /** `true` when the key was for this exhibit. */
  key?(key: string): boolean;
  dispose(): void;
}
