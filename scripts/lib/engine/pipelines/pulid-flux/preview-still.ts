import { project } from '#media/camera.ts';
import type { Camera } from '#media/camera.ts';
import type { Picture, Size } from '#media/picture.ts';
import { drawBackdrop } from '#media/splat/backdrop.ts';
import { relit } from '#media/splat/light.ts';
import { inEyePlane, middleOfFace } from '#media/splat/portrait.ts';
import type { Portrait } from '#media/splat/portrait.ts';
import { rasteriser } from '#media/splat/rasterise.ts';
import type { Take } from './preview-takes.ts';

/** Takes one picture of a figure. */
export function still(portrait: Portrait, take: Take, size: Size): Picture {
  const figure = relit(portrait.cloud, take.light);
  return rasteriser(size).draw(figure, cameraOf(portrait, take, size), drawBackdrop(take.backdrop, size));
}

/** The camera of the portrait, leaning, its picture shifted until the face lies where the take wants it and no cut edge shows below. */
function cameraOf(portrait: Portrait, take: Take, size: Size): Camera {
  const { lens, relief } = portrait;
  const roll = (take.rollDeg * Math.PI) / 180;
  const [cos, sin] = [Math.cos(roll), Math.sin(roll)];
  const camera: Camera = {
    ...lens,
    rotation: [
      [cos, -sin, 0],
      [sin, cos, 0],
      [0, 0, 1],
    ],
    translation: [0, 0, 0],
    focal: (lens.focal * take.zoom * Math.min(size.width, size.height)) / size.height,
  };
  const { x, y } = middleOfFace(portrait);
  const seen = project(camera, inEyePlane(portrait, x, y), size);
  const centre = {
    x: camera.centre.x + take.face.x - seen.x / size.width,
    y: camera.centre.y + take.face.y - seen.y / size.height,
  };
  const corners = [0, relief.width].map(
    (corner) => project({ ...camera, centre }, inEyePlane(portrait, corner, relief.height), size).y,
  );
  const missing = Math.max(0, 1.005 - Math.min(...corners) / size.height);
  return { ...camera, centre: { x: centre.x, y: centre.y + missing } };
}
