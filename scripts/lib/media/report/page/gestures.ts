import type { Point } from '../view/viewport.ts';

/** What fingers, pens, mice and wheels ask for; points are in CSS pixels from the top left corner of the stage. */
export interface Asked {
  /** A press: `slide` when the drag moves the divider, `move` when it moves what is shown, `null` when it is not ours. */
  press(at: Point, target: EventTarget | null): 'slide' | 'move' | null;
  slide(at: Point): void;
  move(by: Point): void;
  zoom(at: Point, factor: number): void;
  hover(at: Point | null): void;
  double(at: Point): void;
  /** Whether a bare wheel belongs to the stage; otherwise it scrolls the page. */
  ownsWheel(): boolean;
}

/** A wheel step of 100 units magnifies by this factor; a browser reports a pinch on a touchpad as small wheel steps with ctrl. */
const WHEEL = 1.2;
const PINCH_WHEEL = 2.6;

/** Listens on `stage` until the signal says otherwise. */
export function listen(stage: HTMLElement, asked: Asked, signal: AbortSignal): void {
  const held = new Map<number, Point>();
  let drag: 'slide' | 'move' | null = null;
  const at = (event: MouseEvent): Point => {
    const { left, top } = stage.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const release = (event: PointerEvent): void => {
    held.delete(event.pointerId);
    if (held.size === 0) drag = null;
  };
  const on = <K extends keyof HTMLElementEventMap>(
    name: K,
    react: (event: HTMLElementEventMap[K]) => void,
    passive = true,
  ): void => stage.addEventListener(name, react, { signal, passive });

  on('pointerdown', (event) => {
    if (event.button !== 0) return;
    if (held.size === 0) drag = asked.press(at(event), event.target);
    if (drag === null && event.pointerType === 'mouse') return;
    held.set(event.pointerId, at(event));
    stage.setPointerCapture(event.pointerId);
    if (drag === 'slide') asked.slide(at(event));
  });
  on('pointermove', (event) => {
    const now = at(event);
    const before = held.get(event.pointerId);
    if (before === undefined) return asked.hover(now);
    held.set(event.pointerId, now);
    const [other] = [...held].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    if (other !== undefined) pinch(asked, before, now, other);
    else if (drag === 'slide') asked.slide(now);
    else if (drag === 'move') asked.move({ x: now.x - before.x, y: now.y - before.y });
    asked.hover(now);
  });
  on('pointerup', release);
  on('pointercancel', release);
  on('pointerleave', () => asked.hover(null));
  on('dblclick', (event) => {
    if (asked.press(at(event), event.target) !== null) asked.double(at(event));
  });
  on(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !asked.ownsWheel()) return;
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 33 : 1;
      const strength = event.ctrlKey && Math.abs(event.deltaY) < 40 ? PINCH_WHEEL : WHEEL;
      asked.zoom(at(event), strength ** ((-event.deltaY * lines) / 100));
    },
    false,
  );
}

function pinch(asked: Asked, before: Point, now: Point, other: Point): void {
  const apart = (point: Point) => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y));
  const middle = (point: Point) => ({ x: (point.x + other.x) / 2, y: (point.y + other.y) / 2 });
  asked.zoom(middle(now), apart(now) / apart(before));
  asked.move({ x: middle(now).x - middle(before).x, y: middle(now).y - middle(before).y });
}
