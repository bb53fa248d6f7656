import { isMode, type Mode } from './mode.ts';

/** A place in the report: an artifact, one of its files, a mode of looking at it. */
export interface Address {
  readonly artifact: string;
  readonly role?: string;
  readonly mode?: Mode;
}

/** `#artifact/role/mode`; a slash inside a name is written `%2F`. */
export function formatAddress({ artifact, role, mode }: Address): string {
  const parts =
    role === undefined ? [artifact] : mode === undefined ? [artifact, role] : [artifact, role, mode];
  return `#${parts.map((part) => encodeURIComponent(part.toWellFormed())).join('/')}`;
}

/** Reads the fragment of a page's address; `null` for what `formatAddress` does not write. */
export function parseAddress(fragment: string): Address | null {
  const [artifact, role, mode, ...rest] = decoded(fragment.replace(/^#/u, ''));
  if (artifact === undefined || artifact === '' || rest.length > 0) return null;
  if (role === undefined) return { artifact };
  if (mode === undefined) return { artifact, role };
  return isMode(mode) ? { artifact, role, mode } : null;
}

function decoded(fragment: string): string[] {
  try {
    return fragment.split('/').map(decodeURIComponent);
  } catch {
    return []; // a stray % is no address
  }
}
