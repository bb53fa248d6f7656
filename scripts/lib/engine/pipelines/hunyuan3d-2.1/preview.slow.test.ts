import { validateBytes } from 'gltf-validator';
import { expect, test } from 'vitest';
import { matteOf } from '#media/matte/matte.ts';
import { decodeGlb } from '#media/mesh/glb.ts';
import { openEdges } from '#media/mesh/mesh.ts';
import { portraitFrame } from '#media/mesh/portrait.ts';
import { rasteriseMesh } from '#media/mesh/rasterise.ts';
import { readPicture } from '#media/picture-file.ts';
import { previewed } from '#test/previewed.ts';
import { pipeline } from './pipeline.ts';

const given = (picture: string) => ({ inputs: { 'picture/picture': picture } });

test.each(['assets/alpha-ref.png', 'scripts/test/fixtures/variants/hair_shape_bob02.png'])(
  '%s becomes a closed, clean mesh with her silhouette, below 5 MB',
  async (path) => {
    await using built = await previewed(pipeline, given(path));
    expect(built.files).toEqual(['alpha.glb']);
    const glb = await built.bytes('alpha.glb');
    expect(glb.byteLength).toBeLessThan(5_000_000);
    expect(await validateBytes(glb, { maxIssues: 20 })).toMatchObject({
      issues: { numErrors: 0, numWarnings: 0 },
    });
    const mesh = await decodeGlb(glb);
    expect(openEdges(mesh)).toBe(0);

    const { figure } = matteOf(await readPicture(path));
    const seen = rasteriseMesh(mesh, portraitFrame(figure).camera, figure);
    let both = 0;
    let any = 0;
    for (let at = 3; at < seen.rgba.length; at += 4) {
      const [one, other] = [(seen.rgba[at] ?? 0) > 127, (figure.rgba[at] ?? 0) > 127];
      both += one && other ? 1 : 0;
      any += one || other ? 1 : 0;
    }
    expect(both / any).toBeGreaterThan(0.97);

    // A nose stands out before the cheeks, and the body is no card: depths in units of half a height.
    const depths = mesh.positions.filter((_, at) => at % 3 === 2);
    expect(Math.max(...depths)).toBeGreaterThan(0.3);
    expect(Math.min(...depths)).toBeLessThan(-0.2);
  },
  120_000,
);

test('the same picture gives the same bytes', async () => {
  await using first = await previewed(pipeline, given('assets/alpha-ref.png'));
  await using again = await previewed(pipeline, given('assets/alpha-ref.png'));
  expect(await again.digests()).toEqual(await first.digests());
});
