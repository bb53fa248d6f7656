import { rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface GitAccess {
  readonly serverUrl: string;
  readonly token: string;
  /** A folder that the runner empties after the job. */
  readonly temp: string;
}

/**
 * Lets Git reach the server with the job's token while the block runs: through a configuration file that only this
 * process names, so that the token stands neither in the clone's configuration nor in a command line.
 */
export async function gitAccess({ serverUrl, token, temp }: GitAccess): Promise<AsyncDisposable> {
  const file = join(temp, `alpha-gitconfig-${process.pid}`);
  const before = process.env['GIT_CONFIG_GLOBAL'];
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  const inherited = before ?? join(homedir(), '.gitconfig');
  const text = [
    '[include]',
    `\tpath = ${JSON.stringify(inherited)}`,
    `[http ${JSON.stringify(`${serverUrl.replace(/\/$/u, '')}/`)}]`,
    `\textraheader = "AUTHORIZATION: basic ${basic}"`,
    '',
  ].join('\n');
  await writeFile(file, text, { mode: 0o600, flag: 'wx' });
  process.env['GIT_CONFIG_GLOBAL'] = file;
  return {
    async [Symbol.asyncDispose]() {
      if (before === undefined) delete process.env['GIT_CONFIG_GLOBAL'];
      else process.env['GIT_CONFIG_GLOBAL'] = before;
      await rm(file, { force: true });
    },
  };
}
