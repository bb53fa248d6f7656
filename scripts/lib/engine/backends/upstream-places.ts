import { isAbsolute, join } from 'node:path';
import { fromHome } from './environment.ts';
import type { Place } from './environment.ts';

/**
 * Where weights are on this machine: as the owner says, else where upstream looks.
 *
 * @throws {RangeError} when the system has none of that name: a bug of its backend
 */
export function weightsPath(place: Place, name: string, usual: string | undefined): string {
  const path = place.weights[name] ?? usual;
  if (path === undefined) throw new RangeError(`${place.system} has no weights called ${name}`);
  if (!path.startsWith('hub:')) return fromHome(path);
  const cache = place.env['HF_HOME'] ?? process.env['HF_HOME'] ?? fromHome('~/.cache/huggingface');
  return join(cache, 'hub', `models--${path.slice('hub:'.length).replaceAll('/', '--')}`);
}

/** A path that upstream reads below its working folder, as the machine knows it. */
export const absolute = (path: string, folder: string): string =>
  isAbsolute(path) ? path : join(folder, path);
