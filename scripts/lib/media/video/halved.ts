import type { Picture } from '../picture.ts';

/** The picture at half its width and height (odd last rows and columns are left out): each pixel the mean of four, by opacity. */
export function halved(picture: Picture): Picture {
  const width = picture.width >> 1;
  const height = picture.height >> 1;
  const from = picture.rgba;
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let y = 0, to = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, to += 4) {
      const a = (2 * y * picture.width + 2 * x) * 4;
      const c = a + picture.width * 4;
      const [wa = 0, wb = 0, wc = 0, wd = 0] = [from[a + 3], from[a + 7], from[c + 3], from[c + 7]];
      const sum = wa + wb + wc + wd;
      if (sum === 0) continue;
      for (let channel = 0; channel < 3; channel += 1)
        rgba[to + channel] =
          ((from[a + channel] ?? 0) * wa +
            (from[a + 4 + channel] ?? 0) * wb +
            (from[c + channel] ?? 0) * wc +
            (from[c + 4 + channel] ?? 0) * wd) /
          sum;
      rgba[to + 3] = sum / 4;
    }
  return { width, height, rgba };
}
