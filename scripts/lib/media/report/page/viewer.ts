import type { Mode } from '../view/mode.ts';

/** What has opened in the place of a file's stills. */
export interface Viewer {
  readonly mode: Mode;
  setMode(mode: Mode): void;
  /** Shows the other side. */
  flip(): void;
  /** `true` when the key was for this viewer. */
  key(key: string): boolean;
  dispose(): void;
}
