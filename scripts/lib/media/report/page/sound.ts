import { button, make, need, say } from './dom.ts';
import { heat } from '../view/heat.ts';
import type { Mode } from '../view/mode.ts';
import { blobOf } from './payload.ts';
import { peaks, spectrogram, type Spectrogram } from '../view/spectrum.ts';
import type { Viewer } from './viewer.ts';

const RATE = 44_100;
const COLUMNS = 1000;
const BANDS = 96;
const WAVE_HEIGHT = 56;
/** Quietest shown, in dB of full scale. */
const FLOOR = -80;
/** A difference of so many dB has the ramp's last colour. */
const HOTTEST_DB = 36;

type SideName = 'before' | 'after';

interface Take {
  readonly buffer: AudioBuffer;
  readonly samples: Float32Array;
  readonly picture: Spectrogram;
}

/** Two sounds, heard one at a time on one clock, and seen as waveform and spectrogram. */
export async function sounds(section: HTMLElement, before: string, after: string): Promise<Viewer> {
  const buffers = await Promise.all([decode(before), decode(after)]);
  const length = Math.max(...buffers.map((buffer) => buffer?.length ?? 0));
  const [one = null, other = null] = buffers.map((buffer) => (buffer === null ? null : take(buffer, length)));
  return new SoundDesk(section, one, other, length / RATE);
}

async function decode(id: string): Promise<AudioBuffer | null> {
  if (id === '') return null;
  const bytes = await (await blobOf(id)).arrayBuffer();
  return new OfflineAudioContext(1, 1, RATE).decodeAudioData(bytes);
}

function take(buffer: AudioBuffer, length: number): Take {
  const samples = new Float32Array(length);
  for (let channel = 0; channel < buffer.numberOfChannels; channel += 1) {
    for (const [index, sample] of buffer.getChannelData(channel).entries()) {
      samples[index] = (samples[index] ?? 0) + sample / buffer.numberOfChannels;
    }
  }
  return { buffer, samples, picture: spectrogram(samples, RATE, COLUMNS, BANDS) };
}

class SoundDesk implements Viewer {
  mode: Mode = '2-up';
  readonly #element: HTMLElement;
  readonly #stills: readonly Element[];
  readonly #desk = make('div', { class: 'desk' });
  readonly #bar = make('div', { class: 'bar' });
  readonly #takes: Readonly<Record<SideName, Take | null>>;
  readonly #seconds: number;
  readonly #play: HTMLButtonElement;
  readonly #choice: Partial<Record<SideName, HTMLButtonElement>> = {};
  readonly #scrub: HTMLInputElement;
  readonly #time = make('output', { class: 'time' });
  readonly #heads: HTMLElement[] = [];
  #heard: SideName;
  #at = 0;
  #playing: Playing | null = null;
  #tick = 0;

  constructor(section: HTMLElement, before: Take | null, after: Take | null, seconds: number) {
    this.#element = need(section, '.stage', HTMLElement);
    this.#takes = { before, after };
    this.#seconds = seconds;
    this.#heard = after === null ? 'before' : 'after';
    this.#stills = [...this.#element.children];
    this.#element.replaceChildren(this.#desk);
    this.#element.classList.add('sound');
    this.#play = button('▶', 'Play (p)', () => this.#toggle());
    this.#scrub = make('input', {
      type: 'range',
      min: '0',
      max: String(seconds),
      step: '0.01',
      value: '0',
      'aria-label': 'Time',
    });
    this.#scrub.addEventListener('input', () => this.#seek(Number(this.#scrub.value)));
    const choices = make('div', { class: 'modes', role: 'group', 'aria-label': 'Heard' });
    for (const side of ['before', 'after'] as const) {
      if (this.#takes[side] === null) continue;
      const choice = button(side === 'before' ? 'Before' : 'After', `Hear ${side} (space changes)`, () =>
        this.#hear(side),
      );
      this.#choice[side] = choice;
      choices.append(choice);
    }
    this.#bar.append(this.#play, choices, this.#scrub, this.#time);
    this.#element.after(this.#bar);
    this.#lanes();
    this.#hear(this.#heard);
    this.#tell();
  }

  setMode(mode: Mode): void {
    this.mode = mode === 'difference' ? 'difference' : '2-up';
    this.#element.dataset['view'] = this.mode;
    for (const lane of this.#desk.children) {
      if (lane instanceof HTMLElement)
        lane.hidden = this.mode === 'difference' && lane.dataset['lane'] !== 'difference';
    }
  }

  flip(): void {
    const other = this.#heard === 'before' ? 'after' : 'before';
    if (this.#takes[other] === null) return;
    this.#hear(other);
    say(`Hearing ${other}`);
  }

  key(key: string): boolean {
    if (key === 'p') this.#toggle();
    else if (key === ',') this.#seek(this.#now() - 1);
    else if (key === '.') this.#seek(this.#now() + 1);
    else return false;
    return true;
  }

  dispose(): void {
    cancelAnimationFrame(this.#tick);
    this.#playing?.end();
    this.#bar.remove();
    this.#element.classList.remove('sound');
    this.#element.dataset['view'] = '2-up';
    this.#element.replaceChildren(...this.#stills);
  }

  #lanes(): void {
    const { before, after } = this.#takes;
    for (const [side, take] of [
      ['before', before],
      ['after', after],
    ] as const) {
      if (take === null) continue;
      this.#lane(side, side === 'before' ? 'Before' : 'After', wave(take.samples), loudness(take.picture));
    }
    if (before !== null && after !== null) {
      this.#lane('difference', 'Difference', change(before.picture, after.picture));
    }
  }

  #lane(name: string, label: string, ...pictures: HTMLCanvasElement[]): void {
    const head = make('i', { class: 'head', 'aria-hidden': 'true' });
    this.#heads.push(head);
    const lane = make(
      'figure',
      { class: `lane ${name}`, 'data-lane': name },
      ...pictures,
      head,
      make('figcaption', {}, label),
    );
    lane.addEventListener('click', (event) => {
      const { left, width } = lane.getBoundingClientRect();
      this.#seek(((event.clientX - left) / width) * this.#seconds);
    });
    this.#desk.append(lane);
  }

  #hear(side: SideName): void {
    this.#heard = side;
    for (const name of ['before', 'after'] as const) {
      this.#choice[name]?.setAttribute('aria-pressed', String(name === side));
    }
    this.#playing?.hear(side);
  }

  #toggle(): void {
    if (this.#playing === null) this.#start(this.#at >= this.#seconds - 0.01 ? 0 : this.#at);
    else this.#stop();
  }

  #start(at: number): void {
    this.#at = at;
    this.#playing = play(this.#takes, this.#heard, at);
    this.#play.textContent = '❚❚';
    this.#play.setAttribute('aria-label', 'Pause (p)');
    this.#tick = requestAnimationFrame(() => this.#run());
  }

  #stop(): void {
    cancelAnimationFrame(this.#tick);
    this.#at = this.#now();
    this.#playing?.end();
    this.#playing = null;
    this.#play.textContent = '▶';
    this.#play.setAttribute('aria-label', 'Play (p)');
    this.#tell();
  }

  #run(): void {
    this.#tell();
    if (this.#now() >= this.#seconds) this.#stop();
    else this.#tick = requestAnimationFrame(() => this.#run());
  }

  #seek(seconds: number): void {
    const at = Math.min(this.#seconds, Math.max(0, seconds));
    const again = this.#playing !== null;
    if (again) this.#stop();
    this.#at = at;
    if (again) this.#start(at);
    this.#tell();
  }

  #now(): number {
    return Math.min(this.#seconds, this.#playing === null ? this.#at : this.#playing.now());
  }

  #tell(): void {
    const now = this.#now();
    this.#scrub.value = String(now);
    this.#scrub.setAttribute('aria-valuetext', `${now.toFixed(1)} of ${this.#seconds.toFixed(1)} seconds`);
    this.#time.textContent = `${now.toFixed(2)} / ${this.#seconds.toFixed(2)} s`;
    for (const head of this.#heads) head.style.left = `${(100 * now) / this.#seconds}%`;
  }
}

interface Playing {
  now(): number;
  hear(side: SideName): void;
  end(): void;
}

/** Both sounds run; one is heard. A change of side fades over 15 ms, so that it does not click. */
function play(takes: Readonly<Record<SideName, Take | null>>, heard: SideName, at: number): Playing {
  const context = new AudioContext({ sampleRate: RATE });
  const start = context.currentTime;
  const gains: Partial<Record<SideName, GainNode>> = {};
  for (const side of ['before', 'after'] as const) {
    const take = takes[side];
    if (take === null) continue;
    const gain = new GainNode(context, { gain: side === heard ? 1 : 0 });
    const source = new AudioBufferSourceNode(context, { buffer: take.buffer });
    source.connect(gain).connect(context.destination);
    source.start(start, at);
    gains[side] = gain;
  }
  return {
    now: () => at + context.currentTime - start,
    hear: (side) => {
      for (const name of ['before', 'after'] as const) {
        gains[name]?.gain.setTargetAtTime(name === side ? 1 : 0, context.currentTime, 0.015);
      }
    },
    end: () => void context.close(),
  };
}

function wave(samples: Float32Array): HTMLCanvasElement {
  const canvas = make('canvas', { class: 'wave', role: 'img', 'aria-label': 'Waveform' });
  canvas.width = COLUMNS;
  canvas.height = WAVE_HEIGHT;
  const context = canvas.getContext('2d');
  const values = peaks(samples, COLUMNS);
  if (context !== null) context.fillStyle = '#b9b3cc';
  for (let column = 0; column < COLUMNS; column += 1) {
    const top = ((1 - (values[column * 2 + 1] ?? 0)) / 2) * WAVE_HEIGHT;
    const bottom = ((1 - (values[column * 2] ?? 0)) / 2) * WAVE_HEIGHT;
    context?.fillRect(column, top, 1, Math.max(1, bottom - top));
  }
  return canvas;
}

const loudness = (picture: Spectrogram): HTMLCanvasElement =>
  painted(picture, 'Spectrogram', (index) => ((picture.decibels[index] ?? FLOOR) - FLOOR) / -FLOOR);

const change = (before: Spectrogram, after: Spectrogram): HTMLCanvasElement =>
  painted(before, 'Difference of the spectrograms', (index) => {
    const [a, b] = [before.decibels[index] ?? FLOOR, after.decibels[index] ?? FLOOR];
    return Math.abs(Math.max(FLOOR, a) - Math.max(FLOOR, b)) / HOTTEST_DB;
  });

function painted(
  { frames, bands }: Spectrogram,
  label: string,
  level: (index: number) => number,
): HTMLCanvasElement {
  const canvas = make('canvas', { class: 'spectrum', role: 'img', 'aria-label': label });
  canvas.width = frames;
  canvas.height = bands;
  const image = new ImageData(frames, bands);
  for (let frame = 0; frame < frames; frame += 1) {
    for (let band = 0; band < bands; band += 1) {
      const value = Math.min(1, Math.max(0, level(frame * bands + band)));
      const [red, green, blue] = heat(value);
      // Below the ramp's first colour it fades to the ground, so that silence is dark.
      const fade = Math.min(1, value * 5);
      image.data.set(
        [red * fade + 20 * (1 - fade), green * fade + 18 * (1 - fade), blue * fade + 26 * (1 - fade), 255],
        ((bands - 1 - band) * frames + frame) * 4,
      );
    }
  }
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}
