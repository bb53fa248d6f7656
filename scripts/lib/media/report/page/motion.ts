import { button, make } from './dom.ts';
import type { Space } from './space-contract.ts';

/** One clock for a motion that both sides run through: play, pause, scrub, one moment back and ahead. */
export class Motion {
  readonly element = make('div', { class: 'transport' });
  readonly #space: Space;
  readonly #moments: number;
  readonly #seconds: number;
  readonly #play: HTMLButtonElement;
  readonly #scrub: HTMLInputElement;
  readonly #time = make('output', { class: 'time' });
  #moment = 0;
  #tick = 0;
  /** When, on the page's clock, the round began that is playing; `null` while it rests. */
  #began: number | null = null;

  constructor(space: Space, { moments, seconds }: NonNullable<Space['motion']>) {
    this.#space = space;
    this.#moments = moments;
    this.#seconds = seconds;
    this.#play = button('▶', 'Play (p)', () => this.toggle());
    this.#scrub = make('input', {
      type: 'range',
      min: '0',
      max: String(moments - 1),
      value: '0',
      'aria-label': 'Moment',
    });
    this.#scrub.addEventListener('input', () => {
      this.#pause();
      this.#show(Number(this.#scrub.value));
    });
    this.element.append(
      this.#play,
      button('‹', 'One moment back (,)', () => this.#step(-1)),
      button('›', 'One moment ahead (.)', () => this.#step(1)),
      make('div', { class: 'strip' }, this.#scrub),
      this.#time,
    );
    this.#tell();
  }

  key(key: string): boolean {
    if (key === 'p') this.toggle();
    else if (key === ',') this.#step(-1);
    else if (key === '.') this.#step(1);
    else return false;
    return true;
  }

  toggle(): void {
    if (this.#began === null) this.#start();
    else this.#pause();
  }

  dispose(): void {
    cancelAnimationFrame(this.#tick);
  }

  #start(): void {
    this.#began = performance.now() - (this.#moment / this.#moments) * this.#seconds * 1000;
    this.#play.textContent = '❚❚';
    this.#play.setAttribute('aria-label', 'Pause (p)');
    this.#tick = requestAnimationFrame((now) => this.#run(now));
  }

  #pause(): void {
    cancelAnimationFrame(this.#tick);
    this.#began = null;
    this.#play.textContent = '▶';
    this.#play.setAttribute('aria-label', 'Play (p)');
  }

  /** Round and round. A machine that draws slowly leaves moments out rather than time. */
  #run(now: number): void {
    if (this.#began === null) return;
    const share = (Math.max(0, now - this.#began) / 1000 / this.#seconds) % 1;
    const moment = Math.min(this.#moments - 1, Math.floor(share * this.#moments));
    if (moment !== this.#moment) this.#show(moment);
    this.#tick = requestAnimationFrame((next) => this.#run(next));
  }

  #step(by: number): void {
    this.#pause();
    this.#show((this.#moment + by + this.#moments) % this.#moments);
  }

  #show(moment: number): void {
    this.#moment = moment;
    this.#space.show(moment);
    this.#tell();
  }

  #tell(): void {
    const seconds = (this.#moment / this.#moments) * this.#seconds;
    this.#scrub.value = String(this.#moment);
    this.#scrub.setAttribute('aria-valuetext', `moment ${this.#moment + 1} of ${this.#moments}`);
    this.#time.textContent = `${seconds.toFixed(2)} s · ${this.#moment + 1}/${this.#moments}`;
  }
}
