import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { layShims, projectNode } from '../npm.ts';
import type { StandIn, StandInContext } from '../stand-in.ts';

/** actions/setup-node v7.0.0: puts the project's own Node first. It has one version, so another one asked for is an error. */
async function main(context: StandInContext): Promise<void> {
  const { inputs } = context;
  const node = projectNode(context.checkout);
  const version = await versionOf(node);
  const wanted = inputs['node-version-file']
    ? await versionIn(context, inputs['node-version-file'])
    : (inputs['node-version'] ?? '');
  const major = /\d+/u.exec(wanted)?.[0];
  if (major !== undefined && !wanted.startsWith('>=') && !version.startsWith(`v${major}.`)) {
    throw new Error(`Unable to find Node version '${wanted}': the sandbox has ${version}`);
  }
  const folder = join(context.temp, 'node', 'bin');
  await layShims(folder, node);
  context.addPath(folder);
  context.output('node-version', version);
  // With `cache: npm` GitHub restores the download cache; `npm ci` is still to be called, and links here.
  context.output('cache-hit', String(inputs['cache'] === 'npm'));
  context.log(`node: ${version}`);
}

const VERSIONS = new Map<string, string>();

/** What a Node says of itself, asked once. */
async function versionOf(node: string): Promise<string> {
  const known = VERSIONS.get(node) ?? (await execa(node, ['--version'])).stdout;
  VERSIONS.set(node, known);
  return known;
}

/** package.json (`engines.node`), or a file that holds nothing but the version. */
async function versionIn(context: StandInContext, file: string): Promise<string> {
  const text = await readFile(join(context.workspace, file), 'utf8');
  return file.endsWith('package.json') ? (/"node"\s*:\s*"([^"]+)"/u.exec(text)?.[1] ?? '') : text.trim();
}

export const setupNode: StandIn = {
  action: 'actions/setup-node',
  version: 'v7.0.0',
  sha: '820762786026740c76f36085b0efc47a31fe5020',
  inputs: {
    'node-version': '',
    'node-version-file': '',
    architecture: '',
    'check-latest': 'false',
    'registry-url': '',
    scope: '',
    token: '',
    cache: '',
    'package-manager-cache': 'true',
    'cache-dependency-path': '',
    mirror: '',
    'mirror-token': '',
  },
  main,
};
