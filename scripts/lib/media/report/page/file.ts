import { all, make, need } from './dom.ts';
import { isMode, type Mode } from '../view/mode.ts';
import { whenRested } from './rest.ts';
import { models } from './space.ts';
import { pictures } from './picture.ts';
import { sounds } from './sound.ts';
import { Stage } from './stage.ts';
import { videos } from './video.ts';
import type { Viewer } from './viewer.ts';

/** One WebGL context at a time: browsers allow few, and each holds a model. */
let spaceOwner: ComparedFile | null = null;

/** Opened longest ago first. */
const opened = new Set<ComparedFile>();
/** More than so many open viewers at once would fill a phone's memory. */
const MOST_OPEN = 12;

const isSpatial = (kind: string): boolean => kind === 'mesh' || kind === 'splat' || kind === 'scene';

function ownSpace(file: ComparedFile): void {
  if (spaceOwner !== file) spaceOwner?.close();
  spaceOwner = file;
}

/** A file of an artifact as it stands in the page, opened or not. */
export class ComparedFile {
  readonly section: HTMLElement;
  readonly role: string;
  readonly #kind: string;
  readonly #before: string;
  readonly #after: string;
  readonly #buttons: readonly HTMLButtonElement[];
  readonly #changed: (file: ComparedFile) => void;
  #viewer: Viewer | null = null;
  #opening: Promise<Viewer | null> | null = null;

  /** @param changed called when a person did something with this file */
  constructor(section: HTMLElement, changed: (file: ComparedFile) => void) {
    this.section = section;
    this.#changed = changed;
    const { role = '', viewer = 'none', before = '', after = '' } = section.dataset;
    this.role = role;
    this.#kind = viewer;
    this.#before = before;
    this.#after = after;
    this.#buttons = all(section, 'button[data-mode]', HTMLButtonElement);
    for (const button of this.#buttons) {
      button.addEventListener('click', () => {
        const mode = button.dataset['mode'] ?? '';
        if (isMode(mode)) void this.show(mode);
      });
    }
    for (const opener of all(section, '[data-open]', HTMLButtonElement)) {
      opener.addEventListener(
        'click',
        () => void this.open().then(() => this.#stage()?.focus({ preventScroll: true })),
      );
    }
    if (this.opens) {
      whenRested(section, () => this.near());
      section.addEventListener('focusin', () => this.near());
      section.addEventListener('pointerdown', () => changed(this));
      section.addEventListener('alpha-full', () => this.toggleFull());
    }
  }

  get opens(): boolean {
    return this.#kind !== 'none';
  }

  get mode(): Mode {
    return this.#viewer?.mode ?? '2-up';
  }

  /** Opens the viewer; `null` when it cannot be, and the page says why. */
  async open(): Promise<Viewer | null> {
    if (!this.opens) return null;
    opened.delete(this);
    opened.add(this);
    const [oldest] = opened;
    if (opened.size > MOST_OPEN) oldest?.close();
    this.#opening ??= this.#make();
    return this.#opening;
  }

  /** What costs little opens when it is near to being used. */
  near(): void {
    if (this.#kind === 'picture') void this.open();
  }

  async show(mode: Mode): Promise<void> {
    const viewer = await this.open();
    if (viewer === null || !this.#buttons.some((button) => button.dataset['mode'] === mode)) return;
    viewer.setMode(mode);
    this.#press();
    this.#changed(this);
  }

  async flip(): Promise<void> {
    (await this.open())?.flip();
    this.#press();
    this.#changed(this);
  }

  async key(key: string): Promise<void> {
    if (key === 'o') await this.open();
    else if (key === 'f') this.toggleFull();
    else (await this.open())?.key(key);
  }

  close(): void {
    opened.delete(this);
    this.#viewer?.dispose();
    this.#viewer = null;
    this.#opening = null;
    this.section.classList.remove('opened');
    this.#press();
  }

  /** The file over the whole window, and back. */
  toggleFull(): void {
    const full = !this.section.classList.contains('full');
    this.section.classList.toggle('full', full);
    document.documentElement.classList.toggle('one-is-full', full);
    // The top layer alone leaves the card, whose content-visibility confines what is inside.
    if (full) {
      this.section.popover = 'manual';
      this.section.showPopover();
      void this.open().then(() => this.#stage()?.focus({ preventScroll: true }));
    } else {
      this.section.hidePopover();
      this.section.removeAttribute('popover');
      this.section.scrollIntoView({ block: 'nearest' });
    }
  }

  get isFull(): boolean {
    return this.section.classList.contains('full');
  }

  #stage(): HTMLElement | undefined {
    return all(this.section, '.stage', HTMLElement)[0];
  }

  async #make(): Promise<Viewer | null> {
    const stage = need(this.section, '.stage', HTMLElement);
    stage.setAttribute('aria-busy', 'true');
    try {
      if (isSpatial(this.#kind)) ownSpace(this);
      this.#viewer = await this.#made();
      this.section.classList.add('opened');
      return this.#viewer;
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      all(stage, '.trouble', HTMLElement).forEach((old) => old.remove());
      stage.append(make('p', { class: 'trouble', role: 'alert' }, `This cannot be opened: ${text}`));
      return null;
    } finally {
      stage.removeAttribute('aria-busy');
    }
  }

  async #made(): Promise<Viewer> {
    switch (this.#kind) {
      case 'sound':
        return sounds(this.section, this.#before, this.#after);
      case 'video':
        return new Stage(this.section, await videos(this.#before, this.#after));
      case 'mesh':
      case 'splat':
      case 'scene':
        return new Stage(this.section, await models(this.#kind, this.#before, this.#after));
      default:
        return new Stage(this.section, await pictures(this.#before, this.#after));
    }
  }

  #press(): void {
    for (const button of this.#buttons)
      button.setAttribute('aria-pressed', String(button.dataset['mode'] === this.mode));
  }
}
