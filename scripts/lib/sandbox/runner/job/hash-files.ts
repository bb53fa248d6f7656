import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** SHA-256 over the SHA-256 of every file that fits, in order; empty when none does. */
export function hashFiles(workspace: string, patterns: readonly string[]): string {
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'));
  const taken = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  const files = globSync(wanted, { cwd: workspace, exclude: taken }).toSorted();
  const hash = createHash('sha256');
  let any = false;
  for (const file of files) {
    try {
      hash.update(
        createHash('sha256')
          .update(readFileSync(join(workspace, file)))
          .digest(),
      );
      any = true;
    } catch {
      // A folder fits as well, and has no bytes.
    }
  }
  return any ? hash.digest('hex') : '';
}
