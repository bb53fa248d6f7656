/** Width and height, in CSS pixels for a pane and in its own pixels for a picture. */
export interface Extent {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * What part of a picture is seen. Both sides share one viewport although panes and pictures may differ in size: `zoom` is
 * relative to the size at which the whole picture fits (1), the centre is a share of the picture (0 to 1).
 */
export interface Viewport {
  readonly zoom: number;
  readonly centre: Point;
}

export const WHOLE: Viewport = { zoom: 1, centre: { x: 0.5, y: 0.5 } };

/** The largest magnification, in CSS pixels a picture pixel: single pixels are then easy to tell apart. */
const LARGEST_PIXEL = 64;

/** How a picture must be scaled and moved to lie in its pane: first scaled about its top left corner, then moved. */
export interface Placement {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export function placement(view: Viewport, pane: Extent, picture: Extent): Placement {
  const scale = fit(pane, picture) * view.zoom;
  return {
    scale,
    x: pane.width / 2 - view.centre.x * picture.width * scale,
    y: pane.height / 2 - view.centre.y * picture.height * scale,
  };
}

/** The picture's own coordinates below a point of the pane; may lie outside the picture. */
export function pictureAt(view: Viewport, pane: Extent, picture: Extent, point: Point): Point {
  const { scale, x, y } = placement(view, pane, picture);
  return { x: (point.x - x) / scale, y: (point.y - y) / scale };
}

/** Magnifies by `factor` and keeps what lies below `point` where it is, as far as the edges allow. */
export function zoomedAt(
  view: Viewport,
  pane: Extent,
  picture: Extent,
  point: Point,
  factor: number,
): Viewport {
  const held = pictureAt(view, pane, picture, point);
  const zoom = clamp(view.zoom * factor, 1, Math.max(1, LARGEST_PIXEL / fit(pane, picture)));
  const scale = fit(pane, picture) * zoom;
  return confined(
    {
      zoom,
      centre: {
        x: (held.x + (pane.width / 2 - point.x) / scale) / picture.width,
        y: (held.y + (pane.height / 2 - point.y) / scale) / picture.height,
      },
    },
    pane,
    picture,
  );
}

/** Moves the picture by so many CSS pixels. */
export function pannedBy(view: Viewport, pane: Extent, picture: Extent, by: Point): Viewport {
  const scale = fit(pane, picture) * view.zoom;
  return confined(
    {
      zoom: view.zoom,
      centre: {
        x: view.centre.x - by.x / (picture.width * scale),
        y: view.centre.y - by.y / (picture.height * scale),
      },
    },
    pane,
    picture,
  );
}

/** The zoom at which one picture pixel is one CSS pixel. */
export const lifeSize = (pane: Extent, picture: Extent): number => Math.max(1, 1 / fit(pane, picture));

const fit = (pane: Extent, picture: Extent): number =>
  Math.max(Math.min(pane.width / picture.width, pane.height / picture.height), 1e-6);

/** No side of the picture leaves its edge of the pane; a picture narrower than the pane stays in its middle. */
function confined(view: Viewport, pane: Extent, picture: Extent): Viewport {
  const scale = fit(pane, picture) * view.zoom;
  const half = (paneSide: number, side: number) => Math.min(0.5, paneSide / (2 * side * scale));
  const x = half(pane.width, picture.width);
  const y = half(pane.height, picture.height);
  return {
    zoom: view.zoom,
    centre: { x: clamp(view.centre.x, x, 1 - x), y: clamp(view.centre.y, y, 1 - y) },
  };
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
