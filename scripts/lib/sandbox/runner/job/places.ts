import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GIT_CONFIG } from '../../clone.ts';
import { layShims, projectNode } from '../npm.ts';
import type { JobSetting } from './setting.ts';

/** Where everything of a job lies, as on GitHub's machines: `work/<repo>/<repo>` and `work/_temp`, besides a home. */
export interface Places {
  readonly workspace: string;
  readonly temp: string;
  readonly home: string;
  /** `TMPDIR` of its processes. */
  readonly tmp: string;
  /** Programs that this machine has before any step. */
  readonly bin: string;
  /** `GITHUB_EVENT_PATH`. */
  readonly event: string;
}

export function placesOf({ folder, row }: JobSetting): Places {
  const name = row.repo.split('/')[1] ?? 'repo';
  const temp = join(folder, 'work', '_temp');
  return {
    workspace: join(folder, 'work', name, name),
    temp,
    home: join(folder, 'home'),
    tmp: join(folder, 'tmp'),
    bin: join(folder, 'bin'),
    event: join(temp, '_github_workflow', 'event.json'),
  };
}

/** Lays them out. */
export async function layOut(places: Places, setting: JobSetting): Promise<void> {
  const { workspace, temp, home, tmp, bin, event } = places;
  for (const path of [workspace, temp, home, setting.tools, tmp]) await mkdir(path, { recursive: true });
  await writeFile(join(home, '.gitconfig'), GIT_CONFIG);
  // Hosted machines come with Node 24, one's own with what one installs.
  await layShims(bin, setting.machine.hosted ? projectNode(setting.checkout) : null);
  await mkdir(join(temp, '_github_workflow'), { recursive: true });
  await writeFile(event, JSON.stringify(setting.event.payload));
}
