import { button, make } from './dom.ts';

/** What the controls below a stage ask for. */
export interface BarActions {
  /** The slider's new value, 0 to 100. */
  readonly slide: (value: number) => void;
  readonly zoom: (factor: number) => void;
  readonly all: () => void;
  readonly inspect: () => void;
  readonly full: () => void;
}

/** A slider whose meaning is the mode's. */
export interface SliderMeaning {
  readonly label: string;
  /** 0 to 100. */
  readonly value: number;
}

/** The controls below a stage. */
export class StageBar {
  readonly element = make('div', { class: 'bar' });
  readonly #label = make('span');
  readonly #slider = make('input', { type: 'range', min: '0', max: '100', step: '0.5' });
  readonly #told = make('output');
  readonly #whole: HTMLElement;
  readonly #zoom = make('output', { class: 'zoom', 'aria-label': 'Magnification' });
  readonly #inspect: HTMLButtonElement;

  /** @param own controls of the exhibit's own kind */
  constructor(actions: BarActions, own: HTMLElement | undefined) {
    this.#whole = make('label', { class: 'slider' }, this.#label, this.#slider, this.#told);
    this.#slider.addEventListener('input', () => actions.slide(Number(this.#slider.value)));
    this.#inspect = button('Inspect', 'Inspect pixels (i)', actions.inspect);
    this.inspecting(false);
    this.element.append(
      this.#whole,
      ...(own === undefined ? [] : [own]),
      make('span', { class: 'spring' }),
      make(
        'div',
        { class: 'ends' },
        make(
          'div',
          { class: 'zooming', role: 'group', 'aria-label': 'Magnify' },
          button('−', 'Farther (−)', () => actions.zoom(1 / 1.5)),
          this.#zoom,
          button('+', 'Nearer (+)', () => actions.zoom(1.5)),
          button('All', 'All of it (0)', actions.all),
        ),
        this.#inspect,
        button('Full', 'Full window (f)', actions.full),
      ),
    );
  }

  /** What the slider means now; `null` hides it. */
  mean(meaning: SliderMeaning | null): void {
    this.#whole.hidden = meaning === null;
    if (meaning === null) return;
    this.#label.textContent = meaning.label;
    this.#slider.value = String(meaning.value);
  }

  /** What stands beside the slider, and what a screen reader says for its value when that is not the percentage. */
  tell(text: string, value?: string): void {
    this.#told.textContent = text;
    if (value === undefined) this.#slider.removeAttribute('aria-valuetext');
    else this.#slider.setAttribute('aria-valuetext', value);
  }

  /** @param scale CSS pixels a picture pixel, `null` where that means nothing */
  magnified(scale: number | null): void {
    this.#zoom.textContent = scale === null ? '' : `${Math.round(scale * 100)} %`;
  }

  inspecting(on: boolean): void {
    this.#inspect.setAttribute('aria-pressed', String(on));
  }
}
