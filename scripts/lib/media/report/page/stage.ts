import { Difference, rampKey, sliderOf, thresholdOf } from './difference.ts';
import { make, need, say } from './dom.ts';
import type { Exhibit } from './exhibit.ts';
import { listen } from './gestures.ts';
import { Lens } from './lens.ts';
import { Pane } from './pane.ts';
import { PixelLook } from './pixel-look.ts';
import { StageBar } from './stage-bar.ts';
import type { Mode } from '../view/mode.ts';
import type { Point } from '../view/viewport.ts';
import type { Viewer } from './viewer.ts';

/** Half a period of the blinking: slow enough to be safe for those whom flashes harm (WCAG 2.3.1 allows three a second). */
const BLINK_MS = 700;
/** Layers that move are measured at this size, so that each frame is done in time. */
const LIVE_LONGEST = 448;
/** Pictures are measured pixel by pixel up to this size. */
const STILL_LONGEST = 4096;
/** So near to the divider a press takes hold of it, CSS pixels. */
const GRIP = 24;

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Two layers and five ways to lay them against each other, with zoom and pan that both share. */
export class Stage implements Viewer {
  #mode: Mode = '2-up';
  #swipe = 0.5;
  #mix = 0.5;
  #beforeOnTop = false;
  #blink: ReturnType<typeof setInterval> | undefined;
  #measured = false;
  #measuring = false;
  readonly #element: HTMLElement;
  readonly #section: HTMLElement;
  readonly #exhibit: Exhibit;
  readonly #before: Pane | null;
  readonly #after: Pane | null;
  readonly #difference = new Difference((text) => this.#told(text));
  readonly #differencePane = new Pane(
    make('figure', { class: 'pane difference' }, make('figcaption', {}, 'Difference'), rampKey()),
    this.#difference,
  );
  readonly #divider = make('div', { class: 'divider', 'aria-hidden': 'true' });
  readonly #lens: Lens;
  readonly #look: PixelLook;
  readonly #bar: StageBar;
  readonly #over = new AbortController();
  readonly #sizes = new ResizeObserver(() => this.#arrange());

  constructor(section: HTMLElement, exhibit: Exhibit) {
    this.#section = section;
    this.#element = need(section, '.stage', HTMLElement);
    this.#exhibit = exhibit;
    this.#before = Pane.of(this.#element, 'before', exhibit.before);
    this.#after = Pane.of(this.#element, 'after', exhibit.after);
    const panes = [this.#after, this.#before].filter((pane) => pane !== null);
    this.#lens = new Lens(this.#element, exhibit, panes, () => this.#arrange());
    this.#look = new PixelLook(exhibit, panes);
    this.#bar = new StageBar(
      {
        slide: (value) => this.#slid(value),
        zoom: (factor) => this.#lens.zoom(factor),
        all: () => this.#lens.reset(),
        inspect: () => this.#inspect(!this.#look.on),
        full: () => section.dispatchEvent(new Event('alpha-full')),
      },
      exhibit.bar,
    );
    this.#element.append(this.#divider, this.#look.element);
    this.#element.after(this.#bar.element);
    this.#describe();
    this.#listen();
    exhibit.onChange?.(() => this.#changed());
    this.#sizes.observe(this.#element);
    this.setMode('2-up');
  }

  get mode(): Mode {
    return this.#mode;
  }

  setMode(mode: Mode): void {
    clearInterval(this.#blink);
    this.#mode = this.#before !== null && this.#after !== null ? mode : '2-up';
    this.#element.dataset['view'] = this.#mode;
    if (this.#mode === 'blink' && !matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.#blink = setInterval(() => this.#show(!this.#beforeOnTop), BLINK_MS);
    }
    if (this.#mode === 'difference') this.#element.prepend(this.#differencePane.figure);
    else this.#differencePane.figure.remove();
    this.#meanSlider();
    this.#show(false);
    this.#arrange();
    if (this.#mode === 'difference') this.#measure();
  }

  flip(): void {
    if (this.#before === null || this.#after === null) return;
    const shown = this.#mode === 'blink' ? !this.#beforeOnTop : true;
    if (this.#mode !== 'blink') this.setMode('blink');
    clearInterval(this.#blink);
    this.#show(shown);
    say(shown ? 'Before' : 'After');
  }

  key(key: string): boolean {
    if (this.#exhibit.key?.(key) === true) return true;
    if (key === '+' || key === '=') this.#lens.zoom(1.5);
    else if (key === '-') this.#lens.zoom(1 / 1.5);
    else if (key === '0') this.#lens.reset();
    else if (key === 'i') this.#inspect(!this.#look.on);
    else return false;
    return true;
  }

  dispose(): void {
    clearInterval(this.#blink);
    this.#over.abort();
    this.#sizes.disconnect();
    this.#difference.stop();
    this.#before?.restore();
    this.#after?.restore();
    for (const added of [this.#bar.element, this.#divider, this.#look.element, this.#differencePane.figure]) {
      added.remove();
    }
    for (const attribute of ['tabindex', 'role', 'aria-label']) this.#element.removeAttribute(attribute);
    this.#element.classList.remove('near', 'turning', 'inspecting');
    this.#element.dataset['view'] = '2-up';
    this.#exhibit.dispose();
  }

  #describe(): void {
    const turns = this.#exhibit.turning !== undefined;
    this.#element.tabIndex = 0;
    this.#element.setAttribute('role', 'group');
    this.#element.setAttribute(
      'aria-label',
      turns ? 'Stage: arrows turn' : 'Stage: arrows pan, + and − zoom',
    );
    this.#element.classList.toggle('turning', turns);
    const { width, height } = this.#lens.extent;
    if (!turns) this.#element.style.setProperty('--ratio', String(width / height));
  }

  #meanSlider(): void {
    switch (this.#mode) {
      case 'swipe':
        return this.#meanShare('Divider', this.#swipe);
      case 'onion':
        return this.#meanShare('Before to after', this.#mix);
      case 'difference':
        this.#bar.mean({ label: 'Threshold', value: sliderOf(this.#difference.threshold) });
        return this.#told('measuring …');
      default:
        return this.#bar.mean(null);
    }
  }

  #meanShare(label: string, share: number): void {
    this.#bar.mean({ label, value: share * 100 });
    this.#bar.tell(`${Math.round(share * 100)} %`);
  }

  #told(text: string): void {
    if (this.#mode === 'difference') this.#bar.tell(text, `ΔE ${this.#difference.threshold.toFixed(1)}`);
  }

  #slid(value: number): void {
    if (this.#mode === 'difference') {
      this.#difference.threshold = thresholdOf(value);
      this.#difference.draw();
      return;
    }
    if (this.#mode === 'swipe') this.#swipe = value / 100;
    if (this.#mode === 'onion') this.#mix = value / 100;
    this.#meanSlider();
    this.#lay();
  }

  #show(before: boolean): void {
    this.#beforeOnTop = before;
    this.#lay();
  }

  /** What the mode means for the panes. */
  #lay(): void {
    const mode = this.#mode;
    const none = mode === 'difference';
    this.#before?.lay({
      hidden: none || (mode === 'blink' && !this.#beforeOnTop),
      right: mode === 'swipe' ? 1 - this.#swipe : 0,
    });
    this.#after?.lay({
      hidden: none || (mode === 'blink' && this.#beforeOnTop),
      left: mode === 'swipe' ? this.#swipe : 0,
      opacity: mode === 'onion' ? this.#mix : 1,
    });
    this.#divider.hidden = mode !== 'swipe';
    this.#divider.style.left = `${this.#swipe * 100}%`;
  }

  /** Fits the layers into the panes as the lens has it. */
  #arrange(): void {
    const scale = this.#lens.fit(this.#mode === 'difference' ? this.#differencePane : null);
    if (scale !== null) this.#bar.magnified(scale);
    this.#element.classList.toggle('near', this.#lens.near);
    this.#look.again(this.#lens.seen);
  }

  #listen(): void {
    const { signal } = this.#over;
    listen(
      this.#element,
      {
        press: (at, target) => this.#press(at, target),
        slide: (at) => this.#slid(100 * Math.min(1, Math.max(0, at.x / this.#element.clientWidth))),
        move: (by) => {
          if (this.#exhibit.turning === undefined) this.#lens.pan(by);
          else this.#exhibit.turning.turn(by.x, by.y);
        },
        zoom: (at, factor) => this.#lens.zoom(factor, at),
        hover: (at) => {
          if (at !== null && this.#look.on) this.#look.to(this.#lens.under(at), this.#lens.seen);
        },
        double: (at) => this.#lens.toggle(at),
        ownsWheel: () => this.#section.classList.contains('full'),
      },
      signal,
    );
    this.#element.addEventListener('keydown', (event) => this.#arrow(event), { signal });
  }

  #press(at: Point, target: EventTarget | null): 'slide' | 'move' | null {
    if (target instanceof Element && target.closest('button, a, input, .inspector') !== null) return null;
    const divider = Math.abs(at.x - this.#swipe * this.#element.clientWidth) < GRIP;
    // A picture that is seen whole cannot be moved: there the whole stage is the divider's handle.
    const free = !this.#lens.near && this.#exhibit.turning === undefined;
    return this.#mode === 'swipe' && (divider || free) ? 'slide' : 'move';
  }

  #arrow(event: KeyboardEvent): void {
    const step = ARROWS[event.key];
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && event.target === this.#element;
    if (step === undefined || !plain) return;
    if (this.#look.on) {
      const far = event.shiftKey ? 10 : 1;
      this.#look.step({ x: step.x * far, y: step.y * far }, this.#lens.extent, this.#lens.seen);
    } else if (this.#exhibit.turning !== undefined) this.#exhibit.turning.turn(step.x * 22, step.y * 22);
    else if (this.#lens.near) this.#lens.pan({ x: step.x * -60, y: step.y * -60 });
    else return;
    event.preventDefault();
  }

  #inspect(on: boolean): void {
    this.#look.on = on;
    this.#bar.inspecting(on);
    this.#element.classList.toggle('inspecting', on);
    this.#look.again(this.#lens.seen);
  }

  #changed(): void {
    this.#measured = false;
    if (this.#mode === 'difference') this.#measure();
    this.#look.again(this.#lens.seen);
  }

  /** One measurement at a time: what moves on meanwhile is measured when it is done. */
  #measure(): void {
    const { before, after } = this.#exhibit;
    if (before === null || after === null || this.#measuring) return;
    if (this.#measured) return this.#difference.draw();
    this.#measuring = true;
    this.#measured = true;
    const live = this.#exhibit.onChange !== undefined;
    this.#difference
      .measure(before, after, live ? LIVE_LONGEST : STILL_LONGEST)
      .catch(() => this.#told('This browser cannot measure it'))
      .finally(() => {
        this.#measuring = false;
        if (this.#mode !== 'difference') return;
        this.#arrange();
        if (!this.#measured) this.#measure();
      });
  }
}
