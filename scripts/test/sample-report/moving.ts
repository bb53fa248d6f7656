import { join } from 'node:path';
import { execa } from 'execa';
import type { ReportArtifact } from '#media/report/report.ts';
import { artifactOf, changed } from './made.ts';

const REFERENCE = 'assets/alpha-ref.png';

export async function video(folder: string): Promise<ReportArtifact> {
  const [before, after] = [join(folder, 'before.mp4'), join(folder, 'after.mp4')];
  await Promise.all([film('0', before), film("'if(between(t,1,2),40,0)'", after)]);
  return artifactOf({
    name: 'video/episode72',
    cause: 'it reads scene, which was rebuilt',
    finding: 'One second in the middle has another hue.',
    visibility: 0.31,
    files: [
      {
        role: 'video',
        medium: 'video',
        before,
        after,
        verdict: changed('video', 'One second in the middle has another hue.', [
          {
            metric: 'frames/1',
            label: 'frames changed',
            value: 25,
            unit: 'frames',
            meaning: 'from 1.00 s to 2.00 s',
          },
        ]),
      },
    ],
  });
}

async function film(hue: string, path: string): Promise<void> {
  const picture = `-loop 1 -framerate 25 -t 3 -i ${REFERENCE}`;
  const sound = '-f lavfi -t 3 -i sine=frequency=330:sample_rate=44100';
  const codecs = '-c:v libx264 -pix_fmt yuv420p -preset veryfast -c:a aac -movflags +faststart';
  await ffmpeg(
    ...`${picture} ${sound} -vf`.split(' '),
    `scale=640:640,crop=480:480:n*2:80,hue=h=${hue}`,
    ...codecs.split(' '),
    path,
  );
}

async function tone(expression: string, path: string): Promise<void> {
  await ffmpeg('-f', 'lavfi', '-i', `aevalsrc=${expression}:s=44100:d=3`, '-c:a', 'pcm_s16le', path);
}

const ffmpeg = (...argv: string[]) => execa('ffmpeg', ['-y', '-loglevel', 'error', ...argv]);

export async function voice(folder: string): Promise<ReportArtifact> {
  const [before, after] = [join(folder, 'before.wav'), join(folder, 'after.wav')];
  await Promise.all([
    tone("'0.5*sin(2*PI*(220+180*t)*t)*(0.5+0.5*sin(9*t))'", before),
    tone("'0.5*sin(2*PI*(220+180*t)*t)*(0.5+0.5*sin(9*t))+between(t,1.2,1.8)*0.3*sin(2*PI*3000*t)'", after),
  ]);
  return artifactOf({
    name: 'voice/episode72',
    cause: 'assets/ref_alpha.npy was replaced in 0123456789ab',
    finding: 'A high tone is new between 1.2 and 1.8 seconds.',
    visibility: 0.2,
    files: [
      {
        role: 'voice',
        medium: 'sound',
        before,
        after,
        verdict: changed('sound', 'A high tone is new between 1.2 and 1.8 seconds.'),
      },
    ],
  });
}
