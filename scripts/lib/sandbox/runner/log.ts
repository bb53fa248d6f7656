import type { Masks } from './commands.ts';

/** What a job wrote, with its secrets hidden. */
export class JobLog {
  readonly #lines: string[] = [];
  readonly #masks: Masks;

  constructor(masks: Masks) {
    this.#masks = masks;
  }

  line(text: string): void {
    this.#lines.push(this.#masks.hide(text));
  }

  /** Masks that came late hide earlier lines, too. */
  text(): string {
    return this.#masks.hide(`${this.#lines.join('\n')}\n`);
  }
}
