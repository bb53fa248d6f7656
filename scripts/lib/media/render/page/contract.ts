/** What Node asks of the page. */
export interface PageJob {
  /** Path on the page's own server. */
  readonly model: string;
  /** Path that the pixels of all views are sent to, one view behind the other: RGBA, bottom row first as WebGL has them. */
  readonly views: string;
  readonly medium: 'mesh' | 'splat';
  /** Column by column, as `glMatrices` gives them. */
  readonly cameras: readonly { readonly view: readonly number[]; readonly projection: readonly number[] }[];
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, 0 to 255. */
  readonly background: readonly [number, number, number];
}

/** What it answers. */
export interface PageAnswer {
  /** What draws, as WebGL names it. */
  readonly renderer: string;
}
