import { Difference, sliderOf, thresholdOf } from './difference.ts';
import { all, button, make, need, say } from './dom.ts';
import type { Exhibit, Layer } from './exhibit.ts';
import { listen } from './gestures.ts';
import { Inspector } from './inspector.ts';
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

interface Pane {
  readonly figure: HTMLElement;
  readonly layer: Layer | null;
  readonly still: Element | null;
}

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
  readonly #element: HTMLElement;
  readonly #section: HTMLElement;
  readonly #exhibit: Exhibit;
  readonly #panes: { readonly before: Pane | null; readonly after: Pane | null };
  readonly #differencePane = make('figure', { class: 'pane difference' });
  readonly #difference: Difference;
  readonly #divider = make('div', { class: 'divider', 'aria-hidden': 'true' });
  readonly #inspector = new Inspector();
  readonly #crosses: HTMLElement[] = [];
  readonly #bar = make('div', { class: 'bar' });
  readonly #slider = make('input', { type: 'range', min: '0', max: '100', step: '0.5' });
  readonly #sliderLabel = make('label', { class: 'slider' });
  readonly #sliderText = make('output');
  readonly #zoomText = make('output', { class: 'zoom', 'aria-label': 'Magnification' });
  readonly #inspectButton: HTMLButtonElement;
  readonly #over = new AbortController();
  readonly #sizes: ResizeObserver;
  #measured = false;
  #measuring = false;

  constructor(section: HTMLElement, exhibit: Exhibit) {
    this.#section = section;
    this.#element = need(section, '.stage', HTMLElement);
    this.#exhibit = exhibit;
    const { width, height } = (exhibit.after ?? exhibit.before)?.extent() ?? { width: 1, height: 1 };
    if (exhibit.turning === undefined) this.#element.style.setProperty('--ratio', String(width / height));
    this.#difference = new Difference((text) => {
      if (this.#mode === 'difference') this.#sliderText.textContent = text;
    });
    this.#panes = {
      before: this.#pane('before', exhibit.before),
      after: this.#pane('after', exhibit.after),
    };
    this.#differencePane.append(this.#difference.element, make('figcaption', {}, 'Difference'));
    this.#element.append(this.#divider, this.#inspector.element);
    this.#element.tabIndex = 0;
    this.#element.setAttribute('role', 'group');
    this.#element.setAttribute(
      'aria-label',
      exhibit.turning ? 'Stage: arrows turn' : 'Stage: arrows pan, + and − zoom',
    );
    this.#inspectButton = button('Inspect', 'Inspect pixels (i)', () => this.#inspect(!this.#inspecting));
    this.#inspectButton.setAttribute('aria-pressed', 'false');
    this.#makeBar();
    this.#element.after(this.#bar);
    this.#sizes = new ResizeObserver(() => this.#arrange());
    this.#sizes.observe(this.#element);
    exhibit.onChange?.(() => this.#changed());
    this.#listen();
    this.setMode('2-up');
  }

  get mode(): Mode {
    return this.#mode;
  }

  get #both(): boolean {
    return this.#panes.before !== null && this.#panes.after !== null;
  }

  setMode(mode: Mode): void {
    clearInterval(this.#blink);
    this.#mode = this.#both ? mode : '2-up';
    this.#beforeOnTop = false;
    this.#element.dataset['view'] = this.#mode;
    if (this.#mode === 'blink' && !matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.#blink = setInterval(() => this.#show(!this.#beforeOnTop), BLINK_MS);
    }
    if (this.#mode === 'difference') this.#element.prepend(this.#differencePane);
    else {
      this.#differencePane.remove();
    }
    this.#labelSlider();
    this.#show(false);
    this.#arrange();
    if (this.#mode === 'difference') this.#measure();
  }

  flip(): void {
    if (!this.#both) return;
    const shown = this.#mode === 'blink' ? !this.#beforeOnTop : true;
    if (this.#mode !== 'blink') this.setMode('blink');
    clearInterval(this.#blink);
    this.#show(shown);
    say(shown ? 'Before' : 'After');
  }

  key(key: string): boolean {
    if (this.#exhibit.key?.(key) === true) return true;
    const centre = { x: this.#element.clientWidth / 2, y: this.#element.clientHeight / 2 };
    switch (key) {
      case '+':
      case '=':
        this.#zoom(centre, 1.5);
        return true;
      case '-':
        this.#zoom(centre, 1 / 1.5);
        return true;
      case '0':
        this.#reset();
        return true;
      case 'i':
        this.#inspect(!this.#inspecting);
        return true;
      default:
        return false;
    }
  }

  dispose(): void {
    clearInterval(this.#blink);
    this.#over.abort();
    this.#sizes.disconnect();
    this.#difference.stop();
    for (const added of [
      this.#bar,
      this.#divider,
      this.#inspector.element,
      this.#differencePane,
      ...this.#crosses,
    ])
      added.remove();
    for (const pane of [this.#panes.before, this.#panes.after]) {
      if (pane?.layer == null) continue;
      if (pane.still === null) pane.layer.element.remove();
      else pane.layer.element.replaceWith(pane.still);
      pane.figure.removeAttribute('style');
    }
    this.#element.removeAttribute('tabindex');
    this.#element.removeAttribute('role');
    this.#element.removeAttribute('aria-label');
    this.#element.dataset['view'] = '2-up';
    this.#exhibit.dispose();
  }

  #pane(name: 'before' | 'after', layer: Layer | null): Pane | null {
    const [figure] = all(this.#element, `.pane.${name}`, HTMLElement);
    if (figure === undefined || layer === null) return null;
    const [still = null] = all(figure, 'img, video, p', HTMLElement);
    const { element } = layer;
    element.classList.add('layer');
    const text = still instanceof HTMLImageElement ? still.alt : name;
    if (element instanceof HTMLImageElement) element.alt = text;
    else {
      if (element instanceof HTMLCanvasElement) element.setAttribute('role', 'img');
      element.setAttribute('aria-label', text);
    }
    if (still === null) figure.prepend(element);
    else still.replaceWith(element);
    const cross = make('i', { class: 'cross', 'aria-hidden': 'true' });
    this.#crosses.push(cross);
    figure.append(cross);
    return { figure, layer, still };
  }

  #makeBar(): void {
    this.#sliderLabel.append(make('span'), this.#slider, this.#sliderText);
    this.#slider.addEventListener('input', () => this.#slid(Number(this.#slider.value)));
    const zoom = make(
      'div',
      { class: 'zooming', role: 'group', 'aria-label': 'Magnify' },
      button('−', 'Farther (−)', () => this.key('-')),
      this.#zoomText,
      button('+', 'Nearer (+)', () => this.key('+')),
      button('All', 'All of it (0)', () => this.#reset()),
    );
    const full = button('Full', 'Full window (f)', () =>
      this.#section.dispatchEvent(new Event('alpha-full')),
    );
    this.#bar.append(
      this.#sliderLabel,
      ...(this.#exhibit.bar === undefined ? [] : [this.#exhibit.bar]),
      make('span', { class: 'spring' }),
      zoom,
      this.#inspectButton,
      full,
    );
  }

  #labelSlider(): void {
    const text: Partial<Record<Mode, readonly [string, number]>> = {
      swipe: ['Divider', this.#swipe * 100],
      onion: ['Before to after', this.#mix * 100],
      difference: ['Threshold', sliderOf(this.#difference.threshold)],
    };
    const entry = text[this.#mode];
    this.#sliderLabel.hidden = entry === undefined;
    if (entry === undefined) return;
    need(this.#sliderLabel, 'span', HTMLElement).textContent = entry[0];
    this.#slider.value = String(entry[1]);
    this.#sliderText.textContent = this.#mode === 'difference' ? 'measuring …' : '';
    this.#sayShare();
  }

  #slid(value: number): void {
    if (this.#mode === 'swipe') this.#swipe = value / 100;
    if (this.#mode === 'onion') this.#mix = value / 100;
    if (this.#mode === 'difference') {
      this.#difference.threshold = thresholdOf(value);
      this.#difference.draw();
    }
    this.#sayShare();
    this.#lay();
  }

  #sayShare(): void {
    if (this.#mode === 'swipe' || this.#mode === 'onion')
      this.#sliderText.textContent = `${Math.round(Number(this.#slider.value))} %`;
    if (this.#mode === 'difference')
      this.#slider.setAttribute('aria-valuetext', `ΔE ${this.#difference.threshold.toFixed(1)}`);
    else this.#slider.removeAttribute('aria-valuetext');
  }

  #show(before: boolean): void {
    this.#beforeOnTop = before;
    this.#lay();
  }

  /** Everything that a mode means for the panes, in terms of style alone. */
  #lay(): void {
    const { before, after } = this.#panes;
    const mode = this.#mode;
    const hidden = (pane: 'before' | 'after') =>
      mode === 'difference' || (mode === 'blink' && (pane === 'before') !== this.#beforeOnTop);
    if (before !== null) before.figure.style.visibility = hidden('before') ? 'hidden' : '';
    if (after !== null) {
      after.figure.style.visibility = hidden('after') ? 'hidden' : '';
      after.figure.style.clipPath = mode === 'swipe' ? `inset(0 0 0 ${this.#swipe * 100}%)` : '';
      if (after.layer !== null) after.layer.element.style.opacity = mode === 'onion' ? String(this.#mix) : '';
    }
    if (before !== null)
      before.figure.style.clipPath = mode === 'swipe' ? `inset(0 ${(1 - this.#swipe) * 100}% 0 0)` : '';
    this.#divider.hidden = mode !== 'swipe';
    this.#divider.style.left = `${this.#swipe * 100}%`;
  }

  #shownPanes(): { readonly figure: HTMLElement; readonly element: HTMLElement; readonly extent: Extent }[] {
    const panes = [this.#panes.before, this.#panes.after].flatMap((pane) =>
      pane?.layer == null
        ? []
        : [{ figure: pane.figure, element: pane.layer.element, extent: pane.layer.extent() }],
    );
    if (this.#mode !== 'difference') return panes;
    return [
      ...panes,
      { figure: this.#differencePane, element: this.#difference.element, extent: this.#difference.extent() },
    ];
  }

  #arrange(): void {
    const panes = this.#shownPanes();
    const [first] = panes;
    if (first === undefined) return;
    const pane = this.#paneExtent();
    if (pane.width < 1 || pane.height < 1) return;
    this.#exhibit.fit?.(pane);
    for (const { figure, element, extent } of panes) {
      if (this.#exhibit.turning !== undefined) continue; // drawn to fit
      const size = { width: figure.clientWidth, height: figure.clientHeight };
      const { scale, x, y } = placement(this.#view, size, extent);
      element.style.width = `${extent.width}px`;
      element.style.height = `${extent.height}px`;
      element.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
      element.style.imageRendering = scale * devicePixelRatio > 2.5 ? 'pixelated' : '';
    }
    this.#element.classList.toggle('turning', this.#exhibit.turning !== undefined);
    this.#element.classList.toggle('near', this.#view.zoom > 1);
    const { scale } = placement(this.#view, pane, first.extent);
    this.#zoomText.textContent = this.#exhibit.turning === undefined ? `${Math.round(scale * 100)} %` : '';
    this.#look(this.#looked);
  }

  /** The pane that the viewport is reckoned in. */
  #paneExtent(): Extent {
    const figure = (this.#panes.after ?? this.#panes.before)?.figure;
    return { width: figure?.clientWidth ?? 0, height: figure?.clientHeight ?? 0 };
  }

  #extent(): Extent {
    return (this.#panes.after ?? this.#panes.before)?.layer?.extent() ?? { width: 1, height: 1 };
  }

  /** A point of the stage in the pane below it. */
  #inPane(at: Point): Point {
    const stage = this.#element.getBoundingClientRect();
    for (const pane of [this.#panes.before, this.#panes.after]) {
      if (pane === null) continue;
      const box = pane.figure.getBoundingClientRect();
      const point = { x: at.x + stage.left - box.left, y: at.y + stage.top - box.top };
      if (point.x >= 0 && point.y >= 0 && point.x < box.width && point.y < box.height) return point;
    }
    return at;
  }

  #listen(): void {
    listen(
      this.#element,
      {
        press: (at, target) => {
          if (target instanceof Element && target.closest('button, a, input, .inspector') !== null)
            return null;
          const divider = Math.abs(at.x - this.#swipe * this.#element.clientWidth) < 24;
          const held = this.#view.zoom === 1 && this.#exhibit.turning === undefined;
          if (this.#mode === 'swipe' && (divider || held)) return 'slide';
          return 'move';
        },
        slide: (at) => {
          this.#swipe = Math.min(1, Math.max(0, at.x / this.#element.clientWidth));
          this.#slider.value = String(this.#swipe * 100);
          this.#sayShare();
          this.#lay();
        },
        move: (by) => {
          if (this.#exhibit.turning !== undefined) this.#exhibit.turning.turn(by.x, by.y);
          else this.#pan(by);
        },
        zoom: (at, factor) => this.#zoom(this.#inPane(at), factor),
        hover: (at) => {
          if (at === null || !this.#inspecting) return;
          const { x, y } = pictureAt(
            this.#viewForLooking(),
            this.#paneExtent(),
            this.#lookedExtent(),
            this.#inPane(at),
          );
          const { width, height } = this.#lookedExtent();
          this.#look({ x: x / width, y: y / height });
        },
        double: (at) => {
          if (this.#view.zoom > 1) this.#reset();
          else this.#zoom(this.#inPane(at), Math.max(2, lifeSize(this.#paneExtent(), this.#extent())));
        },
        ownsWheel: () => this.#section.classList.contains('full'),
      },
      this.#over.signal,
    );
    this.#element.addEventListener('keydown', (event) => this.#arrow(event), { signal: this.#over.signal });
  }

  #arrow(event: KeyboardEvent): void {
    const steps: Readonly<Record<string, Point>> = {
      ArrowLeft: { x: -1, y: 0 },
      ArrowRight: { x: 1, y: 0 },
      ArrowUp: { x: 0, y: -1 },
      ArrowDown: { x: 0, y: 1 },
    };
    const step = steps[event.key];
    if (
      step === undefined ||
      event.target !== this.#element ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey
    )
      return;
    if (this.#inspecting) {
      const { width, height } = this.#lookedExtent();
      const far = event.shiftKey ? 10 : 1;
      this.#look({ x: this.#looked.x + (step.x * far) / width, y: this.#looked.y + (step.y * far) / height });
    } else if (this.#exhibit.turning !== undefined) this.#exhibit.turning.turn(step.x * 22, step.y * 22);
    else if (this.#view.zoom > 1) this.#pan({ x: step.x * -60, y: step.y * -60 });
    else return;
    event.preventDefault();
  }

  #pan(by: Point): void {
    this.#view = pannedBy(this.#view, this.#paneExtent(), this.#extent(), by);
    this.#arrange();
  }

  #zoom(at: Point, factor: number): void {
    if (this.#exhibit.turning !== undefined) return this.#exhibit.turning.nearer(factor);
    this.#view = zoomedAt(this.#view, this.#paneExtent(), this.#extent(), at, factor);
    this.#arrange();
  }

  #reset(): void {
    this.#exhibit.turning?.reset();
    this.#view = WHOLE;
    this.#arrange();
  }

  #inspect(on: boolean): void {
    this.#inspecting = on;
    this.#inspectButton.setAttribute('aria-pressed', String(on));
    this.#element.classList.toggle('inspecting', on);
    this.#look(this.#looked);
  }

  #viewForLooking(): Viewport {
    return this.#exhibit.turning === undefined ? this.#view : WHOLE;
  }

  #lookedExtent(): Extent {
    return this.#extent();
  }

  #look(share: Point): void {
    this.#looked = { x: Math.min(1, Math.max(0, share.x)), y: Math.min(1, Math.max(0, share.y)) };
    if (!this.#inspecting) return;
    this.#inspector.show(this.#looked, [this.#exhibit.before, this.#exhibit.after]);
    for (const [index, pane] of [this.#panes.before, this.#panes.after]
      .filter((pane) => pane !== null)
      .entries()) {
      const extent = pane.layer?.extent() ?? { width: 1, height: 1 };
      const size = { width: pane.figure.clientWidth, height: pane.figure.clientHeight };
      const { scale, x, y } = placement(this.#viewForLooking(), size, extent);
      const column = Math.min(extent.width - 1, Math.floor(this.#looked.x * extent.width));
      const row = Math.min(extent.height - 1, Math.floor(this.#looked.y * extent.height));
      const cross = this.#crosses[index];
      if (cross === undefined) continue;
      const side = Math.max(9, scale);
      cross.style.width = `${side}px`;
      cross.style.height = `${side}px`;
      cross.style.transform = `translate(${x + (column + 0.5) * scale - side / 2}px, ${y + (row + 0.5) * scale - side / 2}px)`;
    }
  }

  #changed(): void {
    this.#measured = false;
    if (this.#mode === 'difference') this.#measure();
    if (this.#inspecting) this.#look(this.#looked);
  }

  /** One measurement at a time: what moves on meanwhile is measured when it is done. */
  #measure(): void {
    const { before, after } = this.#exhibit;
    const live = this.#exhibit.onChange !== undefined;
    if (before === null || after === null || this.#measuring) return;
    if (this.#measured) return this.#difference.draw();
    this.#measuring = true;
    this.#measured = true;
    this.#difference
      .measure(before, after, live ? LIVE_LONGEST : STILL_LONGEST)
      .catch(() => {
        this.#sliderText.textContent = 'cannot be measured';
      })
      .finally(() => {
        this.#measuring = false;
        if (this.#mode !== 'difference') return;
        this.#arrange();
        if (!this.#measured) this.#measure();
      });
  }
}
