import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/**
 * `npm` for jobs. `npm ci` with the lock file of the checkout that opened the sandbox, byte for byte, links that
 * checkout's packages instead of fetching them: each package by a link of its own, so that nothing a job removes or
 * adds reaches the checkout. Everything else is the machine's npm under the project's Node.
 */
const SHIM = String.raw`#!/bin/sh
if [ "$1" = ci ] && [ -n "$SANDBOX_CHECKOUT" ] && cmp -s package-lock.json "$SANDBOX_CHECKOUT/package-lock.json"; then
  rm -rf node_modules
  from="$SANDBOX_CHECKOUT/node_modules"
  scopes=
  for scope in "$from"/@*; do
    [ -e "$scope" ] && scopes="$scopes node_modules/${'$'}{scope##*/}"
  done
  mkdir -p node_modules $scopes
  for scope in $scopes; do ln -s -t "$scope" "$from/${'$'}{scope##*/}"/*; done
  set -- "$from"/[!@]*
  for hidden in .bin .package-lock.json; do
    [ -e "$from/$hidden" ] && set -- "$@" "$from/$hidden"
  done
  ln -s -t node_modules "$@"
  echo "linked the packages of an identical package-lock.json"
  exit 0
fi
exec "$SANDBOX_NPM" "$@"
`;

/** The first executable of that name on the machine's PATH. */
function onPath(name: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}

/** Node 24: the project's own, or else whatever runs us. */
export function projectNode(checkout: string | null): string {
  const own = checkout === null ? undefined : join(checkout, 'node_modules/node/bin/node');
  return own !== undefined && existsSync(own) ? own : process.execPath;
}

/** Lays out a folder for a PATH: `npm` alone, and for setup-node `node` and `npx` as well. */
export async function layShims(folder: string, node: string | null): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'npm'), SHIM);
  await chmod(join(folder, 'npm'), 0o755);
  if (node === null) return;
  await symlink(node, join(folder, 'node'));
  const npx = onPath('npx');
  if (npx !== undefined) await symlink(npx, join(folder, 'npx'));
}

/** What the shim wants to know. */
export function npmEnv(checkout: string | null): Record<string, string> {
  return {
    SANDBOX_CHECKOUT: checkout ?? '',
    SANDBOX_NPM: onPath('npm') ?? join(dirname(process.execPath), 'npm'),
    npm_config_update_notifier: 'false',
    npm_config_fund: 'false',
    npm_config_audit: 'false',
  };
}
