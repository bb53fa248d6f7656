import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { glMatrices } from '../camera.ts';
import { readPicture } from '../picture-file.ts';
import type { Picture } from '../picture.ts';
import { frontCamera } from './from-picture.ts';
import { writeSplat } from './ply.ts';
import { portraitOf } from './portrait.ts';
import { ssim } from './ssim.ts';

/** Spark on three.js, its camera set by matrices. */
const PAGE = `<!doctype html><style>body{margin:0}</style><link rel="icon" href="data:,"><script type="importmap">
{"imports":{"three":"/three/build/three.module.js","three/addons/":"/three/examples/jsm/",
"@sparkjsdev/spark":"/@sparkjsdev/spark/dist/spark.module.js"}}</script>
<script type="module">
import * as THREE from 'three';
import { SparkRenderer, SplatMesh } from '@sparkjsdev/spark';
window.shot = async ({ view, projection, width, height }) => {
  const renderer = new THREE.WebGLRenderer({ antialias: false, preserveDrawingBuffer: true, alpha: true });
  renderer.setPixelRatio(1);
  renderer.setSize(width, height);
  renderer.setClearColor(0, 0);
  document.body.append(renderer.domElement);
  const scene = new THREE.Scene();
  scene.add(new SparkRenderer({ renderer }));
  const mesh = new SplatMesh({ url: '/alpha.ply' });
  await mesh.initialized;
  scene.add(mesh);
  const camera = new THREE.PerspectiveCamera();
  camera.matrixAutoUpdate = false;
  camera.matrix.fromArray(view).invert();
  camera.matrixWorldNeedsUpdate = true;
  camera.projectionMatrix.fromArray(projection);
  camera.projectionMatrixInverse.copy(camera.projectionMatrix).invert();
  // It sorts in a worker: the first frames are of another order.
  for (let frame = 0; frame < 4; frame += 1) {
    renderer.render(scene, camera);
    await new Promise((done) => setTimeout(done, 300));
  }
  return { count: mesh.numSplats, png: renderer.domElement.toDataURL('image/png').split(',')[1] };
};
</script>`;

test(
  'Spark in Chromium shows the picture from the front, at its full size',
  { timeout: 180_000 },
  async () => {
    const picture = await readPicture('assets/alpha-ref.png');
    const { cloud, matte, lens } = await portraitOf(picture, 30, 150_000);
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'alpha.ply');
    await writeFile(file, writeSplat(cloud));

    const modules = resolve('node_modules');
    const server = createServer(({ url = '/' }, response) => {
      const isScript = url.endsWith('.js');
      response.setHeader(
        'content-type',
        url === '/' ? 'text/html' : isScript ? 'text/javascript' : 'application/octet-stream',
      );
      if (url === '/') response.end(PAGE);
      else createReadStream(url === '/alpha.ply' ? file : join(modules, url)).pipe(response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--use-angle=swiftshader',
        '--enable-unsafe-swiftshader',
        '--ignore-gpu-blocklist',
      ],
    });
    try {
      const page = await browser.newPage({ viewport: { width: 1024, height: 1024 } });
      await page.goto(`http://127.0.0.1:${port}/`);
      await page.waitForFunction('window.shot');
      const request = { ...glMatrices(frontCamera(lens), picture, 50), width: 1024, height: 1024 };
      const { count, png } = Object(await page.evaluate(`window.shot(${JSON.stringify(request)})`));
      expect(count).toBe(cloud.count);

      const seen = over(await readPicture(Buffer.from(String(png), 'base64')), matte.plate);
      const figure = ssim(picture, seen, (pixel) => (matte.figure.rgba[pixel * 4 + 3] ?? 0) > 12);
      console.log(
        `SSIM against the reference: figure ${figure.toFixed(4)}, whole ${ssim(picture, seen).toFixed(4)}`,
      );
      expect(figure).toBeGreaterThan(0.93);
    } finally {
      await browser.close();
      server.close();
    }
  },
);

/** A picture with straight alpha on an opaque one. */
function over({ width, height, rgba }: Picture, ground: Picture): Picture {
  const mixed = Uint8ClampedArray.from(ground.rgba);
  for (let at = 0; at < rgba.length; at += 1) {
    const share = (rgba[at | 3] ?? 0) / 255;
    if (at % 4 < 3) mixed[at] = (rgba[at] ?? 0) * share + (ground.rgba[at] ?? 0) * (1 - share);
  }
  return { width, height, rgba: mixed };
}
