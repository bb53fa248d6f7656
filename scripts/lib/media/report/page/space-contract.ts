/** What the page asks of the 3D viewer, which is a script of its own that is loaded when it is needed. */
export interface SpaceRequest {
  readonly kind: 'mesh' | 'splat' | 'scene';
  readonly before: ArrayBuffer | null;
  readonly after: ArrayBuffer | null;
}

/** Both sides in one space, seen by one camera. */
export interface Space {
  readonly before: HTMLCanvasElement | null;
  readonly after: HTMLCanvasElement | null;
  /** How both move, on one clock; `null` for what stands still. */
  readonly motion: { readonly moments: number; readonly seconds: number } | null;
  /** Shows a moment of the motion, 0 to `moments − 1`, on both sides. */
  show(moment: number): void;
  /** Resolves once both sides show something: splats are sorted by a worker before they can be drawn. */
  ready(): Promise<void>;
  /** In device pixels. */
  resize(width: number, height: number): void;
  turn(dx: number, dy: number): void;
  nearer(factor: number): void;
  reset(): void;
  /** To a view by its angle from the front, in degrees. */
  look(degrees: number): void;
  onDraw(callback: () => void): void;
  dispose(): void;
}

declare global {
  var alphaSpace: ((request: SpaceRequest) => Promise<Space>) | undefined;
}
