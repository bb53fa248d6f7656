import type { Exhibit, Layer } from './exhibit.ts';
import { make } from './dom.ts';
import { blobOf } from './payload.ts';

/** Two pictures, decoded before they are shown. */
export async function pictures(before: string, after: string): Promise<Exhibit> {
  const urls: string[] = [];
  const layer = async (id: string): Promise<Layer | null> => {
    if (id === '') return null;
    const url = URL.createObjectURL(await blobOf(id));
    urls.push(url);
    const element = make('img', { alt: '', draggable: 'false' });
    element.src = url;
    await element.decode();
    return { element, extent: () => ({ width: element.naturalWidth, height: element.naturalHeight }) };
  };
  const [one, other] = await Promise.all([layer(before), layer(after)]);
  return {
    before: one,
    after: other,
    dispose: () => {
      for (const url of urls) URL.revokeObjectURL(url);
    },
  };
}
