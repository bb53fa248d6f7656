import { Difference, rampKey, sliderOf, thresholdOf } from './difference.ts';
import { make, need, say } from './dom.ts';
import type { Exhibit } from './exhibit.ts';
import { listen } from './gestures.ts';
import { Inspector } from './inspector.ts';
import { Pane } from './pane.ts';
import { StageBar } from './stage-bar.ts';
import type { Mode } from '../view/mode.ts';
import {
  type Extent,
  lifeSize,
  pannedBy,
  pictureAt,
  placement,
  type Point,
  type Viewport,
  WHOLE,
  zoomedAt,
} from '../view/viewport.ts';
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
  #view: Viewport = WHOLE;
  #swipe = 0.5;
  #mix = 0.5;
  #beforeOnTop = false;
  #blink: ReturnType<typeof setInterval> | undefined;
  #inspecting = false;
  #looked: Point = { x: 0.5, y: 0.5 };
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
  readonly #inspector = new Inspector();
  readonly #bar: StageBar;
  readonly #over = new AbortController();
  readonly #sizes = new ResizeObserver(() => this.#arrange());

  constructor(section: HTMLElement, exhibit: Exhibit) {
    this.#section = section;
    this.#element = need(section, '.stage', HTMLElement);
    this.#exhibit = exhibit;
    this.#before = Pane.of(this.#element, 'before', exhibit.before);
    this.#after = Pane.of(this.#element, 'after', exhibit.after);
    this.#bar = new StageBar(
      {
        slide: (value) => this.#slid(value),
        zoom: (factor) => this.#zoom(this.#middle(), factor),
        all: () => this.#reset(),
        inspect: () => this.#inspect(!this.#inspecting),
        full: () => section.dispatchEvent(new Event('alpha-full')),
      },
      exhibit.bar,
    );
    this.#element.append(this.#divider, this.#inspector.element);
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
    if (key === '+' || key === '=') this.#zoom(this.#middle(), 1.5);
    else if (key === '-') this.#zoom(this.#middle(), 1 / 1.5);
    else if (key === '0') this.#reset();
    else if (key === 'i') this.#inspect(!this.#inspecting);
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
    for (const added of [
      this.#bar.element,
      this.#divider,
      this.#inspector.element,
      this.#differencePane.figure,
    ]) {
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
    const { width, height } = this.#extent();
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

  /** Fits the layers into the panes as the viewport has it. */
  #arrange(): void {
    const pane = this.#pane()?.size;
    if (pane === undefined || pane.width < 1 || pane.height < 1) return;
    this.#exhibit.fit?.(pane);
    if (this.#exhibit.turning === undefined) {
      for (const shown of [this.#before, this.#after]) shown?.place(this.#view);
      if (this.#mode === 'difference') this.#differencePane.place(this.#view);
      this.#bar.magnified(placement(this.#view, pane, this.#extent()).scale);
    }
    this.#element.classList.toggle('near', this.#view.zoom > 1);
    this.#look(this.#looked);
  }

  /** The pane that the viewport is reckoned in. */
  #pane(): Pane | null {
    return this.#after ?? this.#before;
  }

  #size(): Extent {
    return this.#pane()?.size ?? { width: 1, height: 1 };
  }

  #extent(): Extent {
    return this.#pane()?.layer.extent() ?? { width: 1, height: 1 };
  }

  #middle(): Point {
    const { width, height } = this.#size();
    return { x: width / 2, y: height / 2 };
  }

  /** A point of the stage in the pane below it. */
  #inPane(at: Point): Point {
    const stage = this.#element.getBoundingClientRect();
    for (const pane of [this.#before, this.#after]) {
      if (pane === null) continue;
      const box = pane.figure.getBoundingClientRect();
      const point = { x: at.x + stage.left - box.left, y: at.y + stage.top - box.top };
      if (point.x >= 0 && point.y >= 0 && point.x < box.width && point.y < box.height) return point;
    }
    return at;
  }

  #listen(): void {
    const { signal } = this.#over;
    listen(
      this.#element,
      {
        press: (at, target) => this.#press(at, target),
        slide: (at) => this.#slid(100 * Math.min(1, Math.max(0, at.x / this.#element.clientWidth))),
        move: (by) => {
          if (this.#exhibit.turning === undefined) this.#pan(by);
          else this.#exhibit.turning.turn(by.x, by.y);
        },
        zoom: (at, factor) => this.#zoom(this.#inPane(at), factor),
        hover: (at) => this.#hover(at),
        double: (at) => {
          if (this.#view.zoom > 1) this.#reset();
          else this.#zoom(this.#inPane(at), Math.max(2, lifeSize(this.#size(), this.#extent())));
        },
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
    const free = this.#view.zoom === 1 && this.#exhibit.turning === undefined;
    return this.#mode === 'swipe' && (divider || free) ? 'slide' : 'move';
  }

  #hover(at: Point | null): void {
    if (at === null || !this.#inspecting) return;
    const extent = this.#extent();
    const { x, y } = pictureAt(this.#seen(), this.#size(), extent, this.#inPane(at));
    this.#look({ x: x / extent.width, y: y / extent.height });
  }

  #arrow(event: KeyboardEvent): void {
    const step = ARROWS[event.key];
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && event.target === this.#element;
    if (step === undefined || !plain) return;
    if (this.#inspecting) {
      const { width, height } = this.#extent();
      const far = event.shiftKey ? 10 : 1;
      this.#look({ x: this.#looked.x + (step.x * far) / width, y: this.#looked.y + (step.y * far) / height });
    } else if (this.#exhibit.turning !== undefined) this.#exhibit.turning.turn(step.x * 22, step.y * 22);
    else if (this.#view.zoom > 1) this.#pan({ x: step.x * -60, y: step.y * -60 });
    else return;
    event.preventDefault();
  }

  #pan(by: Point): void {
    this.#view = pannedBy(this.#view, this.#size(), this.#extent(), by);
    this.#arrange();
  }

  #zoom(at: Point, factor: number): void {
    if (this.#exhibit.turning !== undefined) return this.#exhibit.turning.nearer(factor);
    this.#view = zoomedAt(this.#view, this.#size(), this.#extent(), at, factor);
    this.#arrange();
  }

  #reset(): void {
    this.#exhibit.turning?.reset();
    this.#view = WHOLE;
    this.#arrange();
  }

  #inspect(on: boolean): void {
    this.#inspecting = on;
    this.#bar.inspecting(on);
    this.#element.classList.toggle('inspecting', on);
    this.#look(this.#looked);
  }

  /** A layer that is drawn to fit is always seen whole. */
  #seen(): Viewport {
    return this.#exhibit.turning === undefined ? this.#view : WHOLE;
  }

  /** Looks at the pixel at a share of the picture. */
  #look(share: Point): void {
    this.#looked = { x: Math.min(1, Math.max(0, share.x)), y: Math.min(1, Math.max(0, share.y)) };
    if (!this.#inspecting) return;
    this.#inspector.show(this.#looked, [this.#exhibit.before, this.#exhibit.after]);
    for (const pane of [this.#before, this.#after]) pane?.mark(this.#looked, this.#seen());
  }

  #changed(): void {
    this.#measured = false;
    if (this.#mode === 'difference') this.#measure();
    if (this.#inspecting) this.#look(this.#looked);
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
