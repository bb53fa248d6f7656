import { button, make } from './dom.ts';
import type { Exhibit, Layer } from './exhibit.ts';
import { framesPerSecond } from '../view/mp4.ts';
import { blobOf } from './payload.ts';
import { ready } from './video-ready.ts';
import { Timeline } from './timeline.ts';

/** Frames a second where a file does not say. */
const USUAL_RATE = 25;

/** Two videos in lock-step: one clock, which both follow to the frame. */
export async function videos(before: string, after: string): Promise<Exhibit> {
  const sides = await Promise.all([side(before), side(after)]);
  const [one, other] = sides;
  const leader = other ?? one;
  if (leader === null) throw new Error('There is no video');
  return new LockStep(one, other, leader);
}

export interface VideoSide {
  readonly element: HTMLVideoElement;
  readonly url: string;
  readonly rate: number;
}

async function side(id: string): Promise<VideoSide | null> {
  if (id === '') return null;
  const blob = await blobOf(id);
  const url = URL.createObjectURL(blob);
  const element = make('video', { playsinline: '', preload: 'auto' });
  element.muted = true;
  element.src = url;
  await ready(element);
  return { element, url, rate: framesPerSecond(new Uint8Array(await blob.arrayBuffer())) ?? USUAL_RATE };
}

const asLayer = (side: VideoSide | null): Layer | null =>
  side === null
    ? null
    : {
        element: side.element,
        extent: () => ({ width: side.element.videoWidth || 16, height: side.element.videoHeight || 9 }),
      };

class LockStep implements Exhibit {
  readonly before: Layer | null;
  readonly after: Layer | null;
  readonly bar = make('div', { class: 'transport' });
  readonly #sides: readonly VideoSide[];
  readonly #leader: VideoSide;
  readonly #frames: number;
  readonly #play: HTMLButtonElement;
  readonly #scrub: HTMLInputElement;
  readonly #time = make('output', { class: 'time' });
  readonly #timeline: Timeline | null;
  readonly #listeners: (() => void)[] = [];
  #tick = 0;
  #over = false;

  constructor(before: VideoSide | null, after: VideoSide | null, leader: VideoSide) {
    this.before = asLayer(before);
    this.after = asLayer(after);
    this.#sides = [before, after].filter((side) => side !== null);
    this.#leader = leader;
    const longest = Math.max(...this.#sides.map(({ element }) => element.duration));
    this.#frames = Math.max(1, Math.round(longest * leader.rate));
    this.#play = button('▶', 'Play (p)', () => this.#toggle());
    this.#scrub = make('input', {
      type: 'range',
      min: '0',
      max: String(this.#frames - 1),
      value: '0',
      'aria-label': 'Frame',
    });
    this.#scrub.addEventListener('input', () => this.#seek(Number(this.#scrub.value)));
    this.#timeline =
      before !== null && after !== null
        ? new Timeline(before.url, after.url, this.#frames, leader.rate, (frame) => this.#seek(frame))
        : null;
    this.bar.append(
      this.#play,
      button('‹', 'One frame back (,)', () => this.#step(-1)),
      button('›', 'One frame ahead (.)', () => this.#step(1)),
      make(
        'div',
        { class: 'strip' },
        ...(this.#timeline === null ? [] : [this.#timeline.element]),
        this.#scrub,
      ),
      this.#time,
      this.#soundChoice(before, after),
    );
    for (const { element } of this.#sides) {
      element.addEventListener('seeked', () => this.#tell());
    }
    leader.element.addEventListener('ended', () => this.#pause());
    this.#tell();
  }

  onChange(callback: () => void): void {
    this.#listeners.push(callback);
  }

  key(key: string): boolean {
    if (key === 'p') this.#toggle();
    else if (key === ',') this.#step(-1);
    else if (key === '.') this.#step(1);
    else return false;
    return true;
  }

  dispose(): void {
    this.#over = true;
    this.#pause();
    this.#timeline?.dispose();
    for (const { element, url } of this.#sides) {
      element.removeAttribute('src');
      element.load();
      URL.revokeObjectURL(url);
    }
  }

  get #frame(): number {
    return Math.min(
      this.#frames - 1,
      Math.max(0, Math.floor(this.#leader.element.currentTime * this.#leader.rate + 1e-4)),
    );
  }

  #toggle(): void {
    if (this.#leader.element.paused) this.#start();
    else this.#pause();
  }

  #start(): void {
    if (this.#leader.element.ended) this.#seek(0);
    for (const { element } of this.#sides) element.play().catch(() => this.#pause());
    this.#play.textContent = '❚❚';
    this.#play.setAttribute('aria-label', 'Pause (p)');
    cancelAnimationFrame(this.#tick);
    this.#tick = requestAnimationFrame(() => this.#run());
  }

  #pause(): void {
    cancelAnimationFrame(this.#tick);
    for (const { element } of this.#sides) element.pause();
    this.#play.textContent = '▶';
    this.#play.setAttribute('aria-label', 'Play (p)');
    if (!this.#over) this.#seek(this.#frame);
  }

  /** While it plays: a side that is more than half a frame off is set to the leader's time. */
  #run(): void {
    const { element: leader, rate } = this.#leader;
    for (const { element } of this.#sides) {
      if (element === leader || element.seeking || element.ended) continue;
      if (Math.abs(element.currentTime - leader.currentTime) > 0.5 / rate)
        element.currentTime = leader.currentTime;
    }
    this.#tell();
    if (!leader.paused) this.#tick = requestAnimationFrame(() => this.#run());
  }

  #step(by: number): void {
    if (!this.#leader.element.paused) this.#pause();
    this.#seek(this.#frame + by);
  }

  /** To the middle of a frame, so that rounding never shows its neighbour. */
  #seek(frame: number): void {
    const wanted = Math.min(this.#frames - 1, Math.max(0, frame));
    for (const { element } of this.#sides) {
      element.currentTime = Math.min(
        (wanted + 0.5) / this.#leader.rate,
        Math.max(0, element.duration - 1e-3),
      );
    }
    this.#tell();
  }

  #tell(): void {
    const frame = this.#frame;
    const seconds = this.#leader.element.currentTime;
    this.#scrub.value = String(frame);
    this.#scrub.setAttribute('aria-valuetext', `frame ${frame + 1} of ${this.#frames}`);
    this.#time.textContent = `${seconds.toFixed(2)} s · ${frame + 1}/${this.#frames}`;
    for (const listener of this.#listeners) listener();
  }

  #soundChoice(before: VideoSide | null, after: VideoSide | null): HTMLElement {
    const choice = make('select', { 'aria-label': 'Sound' });
    choice.append(make('option', { value: '' }, 'Sound off'));
    if (before !== null) choice.append(make('option', { value: 'before' }, 'Sound: before'));
    if (after !== null) choice.append(make('option', { value: 'after' }, 'Sound: after'));
    choice.addEventListener('change', () => {
      if (before !== null) before.element.muted = choice.value !== 'before';
      if (after !== null) after.element.muted = choice.value !== 'after';
    });
    return choice;
  }
}
