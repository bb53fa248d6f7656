import { type Address, formatAddress } from '../view/address.ts';
import { all, say } from './dom.ts';
import { ComparedFile } from './file.ts';

export interface Card {
  readonly element: HTMLElement;
  readonly artifact: string;
  readonly entry: HTMLElement | null;
  readonly files: readonly ComparedFile[];
}

/** The artifacts of the page, and the one that a person is at. */
export class Cards {
  readonly list: readonly Card[];
  #card: Card | null = null;
  #file: ComparedFile | null = null;
  #ownHash = '';

  constructor() {
    this.list = all(document, 'article.card', HTMLElement).map((element) => {
      const files = all(element, 'section.file', HTMLElement).map(
        (section) => new ComparedFile(section, (file) => this.#used(file)),
      );
      const entry = document.querySelector(`[data-card="${element.id}"]`);
      return {
        element,
        artifact: element.dataset['artifact'] ?? '',
        entry: entry instanceof HTMLElement ? entry : null,
        files,
      };
    });
  }

  get file(): ComparedFile | null {
    return this.#file;
  }

  has(artifact: string): boolean {
    return this.list.some((card) => card.artifact === artifact);
  }

  /** The first artifact, without moving the page. */
  begin(): void {
    const [first] = this.list;
    if (first !== undefined) this.#at(first, first.files.find(({ opens }) => opens) ?? null);
  }

  /** The next or previous one that the filter shows. */
  step(by: 1 | -1): void {
    const shown = this.list.filter(({ element }) => !element.hidden);
    const index = this.#card === null ? -1 : shown.indexOf(this.#card);
    const next = shown[Math.min(shown.length - 1, Math.max(0, index + by))];
    if (next !== undefined) this.#goTo(next, next.files.find(({ opens }) => opens) ?? null);
  }

  /** The next or previous file of the same artifact. */
  stepFile(by: 1 | -1): void {
    const files = this.#card?.files.filter(({ opens }) => opens) ?? [];
    const index = this.#file === null ? -1 : files.indexOf(this.#file);
    const next = files[Math.min(files.length - 1, Math.max(0, index + by))];
    if (this.#card !== null && next !== undefined) this.#goTo(this.#card, next);
  }

  async visit({ artifact, role, mode }: Address): Promise<void> {
    const card = this.list.find((candidate) => candidate.artifact === artifact) ?? this.#byId(artifact);
    if (card === undefined) return;
    const file =
      card.files.find((candidate) => candidate.role === role || candidate.section.id === artifact) ??
      card.files.find(({ opens }) => opens) ??
      null;
    if (location.hash === this.#ownHash && this.#file === file && file?.mode === mode) return;
    this.#goTo(card, file);
    if (mode !== undefined) await file?.show(mode);
  }

  /** The links of the page itself name elements, so that they lead somewhere without this script too. */
  #byId(id: string): Card | undefined {
    return this.list.find(
      ({ element, files }) => element.id === id || files.some(({ section }) => section.id === id),
    );
  }

  #goTo(
    card: Card,
    file: ComparedFile | null,
    toFile = file !== card.files.find(({ opens }) => opens),
  ): void {
    this.#at(card, file);
    const target = toFile && file !== null ? file.section : card.element;
    land(target);
    card.element.focus({ preventScroll: true });
    say(`${card.artifact}${file === null ? '' : `, ${file.role}`}`);
    this.#write();
  }

  #at(card: Card, file: ComparedFile | null): void {
    if (this.#card !== null) {
      this.#card.element.classList.remove('current');
      this.#card.entry?.removeAttribute('aria-current');
    }
    this.#card = card;
    this.#file = file;
    card.element.classList.add('current');
    card.entry?.setAttribute('aria-current', 'true');
    if (card.entry !== null && card.entry.offsetParent !== null)
      card.entry.scrollIntoView({ block: 'nearest' });
    file?.near();
  }

  #used(file: ComparedFile): void {
    const card = this.list.find(({ files }) => files.includes(file));
    if (card === undefined) return;
    if (this.#card !== card || this.#file !== file) this.#at(card, file);
    this.#write();
  }

  /** The address bar names what is seen, so that it can be sent to someone. */
  #write(): void {
    if (this.#card === null) return;
    const artifact = this.#card.artifact;
    this.#ownHash = formatAddress(
      this.#file === null ? { artifact } : { artifact, role: this.#file.role, mode: this.#file.mode },
    );
    history.replaceState(null, '', this.#ownHash);
  }
}

/** Cards that were never seen have guessed heights: what comes into view on the way may move the target once more. */
function land(target: HTMLElement, tries = 4): void {
  target.scrollIntoView({ block: 'start' });
  const wanted = target.getBoundingClientRect().top;
  requestAnimationFrame(() => {
    if (tries > 0 && Math.abs(target.getBoundingClientRect().top - wanted) > 1) land(target, tries - 1);
  });
}
