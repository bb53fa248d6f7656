import { execa } from 'execa';
import type { BackendName } from '#core/names.ts';
import type { Confinement } from '../store/results.ts';

/** What a confined process may touch besides the programs of the system. */
export interface Territory {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** A command line, and what it enforces. */
export interface Confined {
  readonly argv: readonly [string, ...string[]];
  readonly confinement: Confinement;
}

/** Programs, libraries, fonts and devices: nothing of the repository, nothing of a home. */
const SYSTEM = ['/usr', '/bin', '/sbin', '/lib', '/lib64', '/opt', '/etc', '/proc', '/sys', '/dev'];

/** In a network of its own, with loopback: renderers serve pages to a browser there. */
const ALONE = [
  'unshare',
  '--map-root-user',
  '--net',
  'sh',
  '-c',
  'ip link set lo up && exec "$@"',
  'sh',
] as const;

/**
 * Short-lived numbers have room until they are gone, and are not collected by threads that wait for each other. Pictures count
 * towards one limit together with all else, and are collected when that is reached: by default every 64 MB of them are looked for.
 */
const MEMORY = [
  '--max-semi-space-size=64',
  '--single-threaded-gc',
  '--external-memory-accounted-in-global-limit',
  '--initial-heap-size=192',
] as const;

/**
 * How Node is started for a backend. A preview backend computes from what it was given: its JavaScript can open nothing
 * else (Node's permission model), and where this machine lets users have a network namespace it reaches no host. Not
 * held by this: native code and the programs that it starts (sharp, ffmpeg, espeak-ng, a browser) can open any file of the
 * user. The models' own programs (upstream, comfyui) need their weights, the GPU and sometimes a server, and run as they
 * are: what keeps them honest is that they are told of nothing but their inputs, and that their outputs are hashed outside.
 */
export async function confine(
  backend: BackendName,
  node: string,
  script: readonly string[],
  territory: Territory,
): Promise<Confined> {
  if (backend !== 'preview')
    return { argv: [node, ...script], confinement: { reads: 'any', network: 'any' } };
  const flags = [
    ...MEMORY,
    '--permission',
    ...[...SYSTEM, ...territory.reads, ...territory.writes].map((path) => `--allow-fs-read=${path}`),
    ...territory.writes.map((path) => `--allow-fs-write=${path}`),
    '--allow-child-process',
    '--allow-addons',
    '--allow-worker',
    '--allow-wasi',
    '--disable-warning=SecurityWarning',
  ];
  if (await canBeAlone())
    return {
      argv: [...ALONE, node, ...flags, ...script],
      confinement: { reads: 'declared', network: 'loopback' },
    };
  return { argv: [node, ...flags, ...script], confinement: { reads: 'declared', network: 'any' } };
}

let alone: Promise<boolean> | undefined;
function canBeAlone(): Promise<boolean> {
  const [program, ...argv] = ALONE;
  alone ??= execa(program, [...argv, 'true'], { reject: false, stdio: 'ignore' }).then(
    ({ exitCode }) => exitCode === 0,
  );
  return alone;
}
