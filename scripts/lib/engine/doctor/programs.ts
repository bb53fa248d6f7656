import { lacking, ok, versionOrder, warn } from './finding.ts';
import type { Finding } from './finding.ts';
import type { Said } from './run.ts';

/** A program that this repository starts. */
export interface Program {
  readonly what: string;
  readonly argv: readonly string[];
  /** Finds the version in what it says. */
  readonly version: RegExp;
  readonly least: string;
  readonly needed: boolean;
  readonly mend: string;
}

export const PROGRAMS: readonly Program[] = [
  {
    what: 'git',
    argv: ['git', '--version'],
    version: /git version (\d+\.\d+(?:\.\d+)?)/u,
    least: '2.39',
    needed: true,
    mend: 'sudo apt-get install git',
  },
  {
    what: 'git-lfs',
    argv: ['git', 'lfs', 'version'],
    version: /git-lfs\/(\d+\.\d+\.\d+)/u,
    least: '3.3',
    needed: true,
    mend: 'sudo apt-get install git-lfs && git lfs install',
  },
  {
    what: 'ffmpeg',
    argv: ['ffmpeg', '-hide_banner', '-version'],
    version: /ffmpeg version n?(\d+\.\d+(?:\.\d+)?)/u,
    least: '5.1',
    needed: true,
    mend: 'sudo apt-get install ffmpeg',
  },
  {
    what: 'chromium',
    argv: ['chromium', '--version'],
    version: /(?:Chromium|Chrome) (\d+\.\d+\.\d+)/u,
    least: '120',
    needed: true,
    mend: 'sudo apt-get install chromium',
  },
  {
    what: 'espeak-ng',
    argv: ['espeak-ng', '--version'],
    version: /eSpeak NG text-to-speech: (\d+\.\d+(?:\.\d+)?)/u,
    least: '1.50',
    needed: true,
    mend: 'sudo apt-get install espeak-ng',
  },
];

export function programFinding({ what, version, least, needed, mend }: Program, said: Said): Finding {
  if (said.kind === 'missing' || (said.kind === 'ended' && said.exitCode !== 0 && said.stdout === ''))
    return lacking(needed, what, 'is not installed', mend);
  if (said.kind === 'silent') return warn(what, 'did not answer within its time', mend);
  const found = version.exec(`${said.stdout}\n${said.stderr}`)?.[1];
  if (found === undefined) {
    const words = `${said.stdout}${said.stderr}`.trim().split('\n')[0]?.slice(0, 120) ?? '';
    return warn(what, `says “${words}” in place of a version`, mend);
  }
  if (versionOrder(found, least) < 0)
    return lacking(needed, what, `${found}; ${least} or later is needed`, mend);
  return ok(what, found);
}

/** `node --version`, as npm starts it. */
export function nodeFinding(version: string): Finding {
  const number = version.replace(/^v/u, '');
  return versionOrder(number, '24') >= 0
    ? ok('node', number)
    : lacking(
        true,
        'node',
        `${number}; 24 or later is needed`,
        'npm run setup, and start everything through npm',
      );
}

/** `git config --get filter.lfs.process`: without it LFS files stay pointers. */
export function lfsFilterFinding(said: Said): Finding {
  return said.stdout.includes('git-lfs')
    ? ok('git-lfs filter', 'set')
    : lacking(true, 'git-lfs filter', 'is not set: pictures stay pointers', 'git lfs install');
}

/** `ffmpeg -hide_banner -encoders`: what the videos are made with. */
export function encoderFinding(said: Said): Finding {
  const missing = ['libx264', 'aac'].filter(
    (name) => !new RegExp(`^ [VA][.A-Z]{5} ${name} `, 'mu').test(said.stdout),
  );
  return missing.length === 0
    ? ok('ffmpeg encoders', 'libx264, aac')
    : lacking(true, 'ffmpeg encoders', `${missing.join(', ')} missing`, 'sudo apt-get install ffmpeg');
}

/** `timedatectl show --property=NTPSynchronized --value`: GitHub refuses tokens of a machine whose clock is off. */
export function clockFinding(said: Said): Finding {
  const answer = said.stdout.trim();
  if (answer === 'yes') return ok('clock', 'held by NTP');
  if (answer === 'no') return warn('clock', 'is not held by NTP', 'sudo timedatectl set-ntp true');
  return warn('clock', 'whether it is held by NTP cannot be told', 'timedatectl');
}
