import type { z } from 'zod';
import type { Json } from './json.ts';
import type { BackendName, Medium } from './names.ts';

/** A file that a system promises to write. */
export interface OutputPromise {
  readonly role: string;
  /** File name in the artifact's folder, as in `alpha.glb`. */
  readonly file: string;
  readonly medium: Medium;
}

/** What the rules need to know of a system; the pipelines on floor 2 fulfil it. */
export interface System {
  readonly name: string;
  /** What it must be given, and nothing else: `picture`, `text`, `voice`, … */
  readonly slots: readonly string[];
  /** Its parameters. Defaults are filled in by it, so that a key always holds all of them. */
  readonly params: z.ZodType<Readonly<Record<string, Json>>>;
  readonly outputs: readonly OutputPromise[];
  /** The version of each backend that exists; one that does not exist cannot be chosen. */
  readonly versions: Readonly<Partial<Record<BackendName, string>>>;
  /** What its preview takes on one core, about: an order to start in until the ledger has measured ones. Seconds. */
  readonly previewSeconds?: number;
  /**
   * Backends that load their model apart from computing with it: the next model can be loaded while one computes, and one that
   * the next build needs stays. Every other program loads, computes and ends.
   */
  readonly loadsApart?: readonly BackendName[];
}

/** Every system that a manifest may name. */
export type Catalog = ReadonlyMap<string, System>;
