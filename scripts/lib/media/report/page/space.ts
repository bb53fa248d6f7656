import type { Exhibit, Layer } from './exhibit.ts';
import { button, make } from './dom.ts';
import { Motion } from './motion.ts';
import { blobOf, runScript } from './payload.ts';

/** The size that is drawn before the stage says its own, device pixels. */
const AT_FIRST = 256;

let loading: Promise<void> | undefined;

/** Two meshes, splats or moving splats, and one camera; what moves has one clock besides. */
export async function models(
  kind: 'mesh' | 'splat' | 'scene',
  before: string,
  after: string,
): Promise<Exhibit> {
  loading ??= runScript('space');
  const [one, other] = await Promise.all([bytes(before), bytes(after), loading]);
  if (globalThis.alphaSpace === undefined) throw new Error('The 3D viewer did not start');
  const space = await globalThis.alphaSpace({ kind, before: one, after: other });
  space.resize(AT_FIRST, AT_FIRST);
  await space.ready();
  const views = make('div', { class: 'views', role: 'group', 'aria-label': 'Camera' });
  for (const [name, degrees] of VIEWS) {
    views.append(button(name, `Look from ${name.toLowerCase()}`, () => space.look(degrees)));
  }
  const motion = space.motion === null ? null : new Motion(space, space.motion);
  return {
    before: layer(space.before),
    after: layer(space.after),
    turning: space,
    bar: motion === null ? views : make('div', { class: 'scene' }, motion.element, views),
    key: (key) => motion?.key(key) ?? false,
    fit: ({ width, height }) => {
      const ratio = Math.min(devicePixelRatio, 2);
      space.resize(Math.round(width * ratio), Math.round(height * ratio));
    },
    onChange: (callback) => space.onDraw(callback),
    dispose: () => {
      motion?.dispose();
      space.dispose();
    },
  };
}

const bytes = async (id: string): Promise<ArrayBuffer | null> =>
  id === '' ? null : (await blobOf(id)).arrayBuffer();

const layer = (element: HTMLCanvasElement | null): Layer | null =>
  element === null ? null : { element, extent: () => ({ width: element.width, height: element.height }) };

const VIEWS: readonly (readonly [string, number])[] = [
  ['Front', 0],
  ['35° left', -35],
  ['35° right', 35],
  ['Back', 180],
];
