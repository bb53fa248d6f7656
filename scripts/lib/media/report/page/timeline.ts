import { measureRows, STEPS } from '../view/colour-distance.ts';
import { make, reader } from './dom.ts';
import { heat } from '../view/heat.ts';
import { ready } from './video-ready.ts';

/** Frames looked at, spread over the whole length. */
const SAMPLES = 120;
/** Each is measured at this width. */
const WIDTH = 128;
/** The mean distance (ΔEOK) at which a bar has its full height. */
const FULL = 12;

/** How far two videos differ over time: a bar a frame looked at, by its mean colour distance; a press goes there. */
export class Timeline {
  readonly element = make('canvas', {
    class: 'timeline',
    role: 'img',
    'aria-label': 'Difference over time: measuring',
  });
  readonly #means: number[] = [];
  readonly #rate: number;
  readonly #frames: number;
  #over = false;

  constructor(before: string, after: string, frames: number, rate: number, go: (frame: number) => void) {
    this.#rate = rate;
    this.#frames = frames;
    this.element.width = SAMPLES * 4;
    this.element.height = 36;
    this.element.addEventListener('click', (event) => {
      const { left, width } = this.element.getBoundingClientRect();
      go(Math.floor(((event.clientX - left) / width) * frames));
    });
    this.#measure(before, after).catch(() => {
      this.element.setAttribute('aria-label', 'Difference over time: cannot be measured');
    });
  }

  dispose(): void {
    this.#over = true;
  }

  async #measure(before: string, after: string): Promise<void> {
    const videos = [before, after].map((url) => {
      const video = make('video', { preload: 'auto', playsinline: '' });
      video.muted = true;
      video.src = url;
      return video;
    });
    const [one, other] = videos;
    if (one === undefined || other === undefined) return;
    await Promise.all(videos.map(ready));
    const height = Math.max(1, Math.round((WIDTH * other.videoHeight) / other.videoWidth));
    const contexts = [reader(WIDTH, height), reader(WIDTH, height)] as const;
    const map = new Uint16Array(WIDTH * height);
    const count = Math.min(SAMPLES, this.#frames);
    for (let sample = 0; sample < count && !this.#over; sample += 1) {
      const frame = Math.floor(((sample + 0.5) * this.#frames) / count);
      await Promise.all(videos.map((video) => seek(video, (frame + 0.5) / this.#rate)));
      contexts[0].drawImage(one, 0, 0, WIDTH, height);
      contexts[1].drawImage(other, 0, 0, WIDTH, height);
      const [a, b] = contexts.map((context) => context.getImageData(0, 0, WIDTH, height).data);
      if (a === undefined || b === undefined) return;
      measureRows(a, b, map, 0, map.length);
      this.#means.push(map.reduce((sum, distance) => sum + distance, 0) / map.length / STEPS);
      this.#draw(count);
    }
    for (const video of videos) {
      video.removeAttribute('src');
      video.load();
    }
    if (!this.#over) this.#tell(count);
  }

  #draw(count: number): void {
    const context = this.element.getContext('2d');
    if (context === null) return;
    const { width, height } = this.element;
    context.clearRect(0, 0, width, height);
    for (const [index, mean] of this.#means.entries()) {
      const level = Math.min(1, Math.sqrt(mean / FULL));
      const [red, green, blue] = heat(level * 0.8);
      context.fillStyle = `rgb(${red} ${green} ${blue})`;
      const tall = Math.max(mean > 0 ? 2 : 1, level * height);
      context.fillRect((index * width) / count, height - tall, Math.max(1, width / count - 1), tall);
    }
  }

  #tell(count: number): void {
    const largest = Math.max(...this.#means);
    const frame = Math.floor(((this.#means.indexOf(largest) + 0.5) * this.#frames) / count);
    this.element.setAttribute(
      'aria-label',
      `Difference over time: largest at ${(frame / this.#rate).toFixed(2)} s, mean ΔE ${largest.toFixed(1)}`,
    );
    this.element.dataset['done'] = 'true';
  }
}

function seek(video: HTMLVideoElement, seconds: number): Promise<void> {
  return new Promise((resolve) => {
    video.addEventListener('seeked', () => resolve(), { once: true });
    video.currentTime = Math.min(seconds, Math.max(0, video.duration - 1e-3));
  });
}
