import { ZERO } from './bare.ts';
import { pullEvent, pushEvent, actorOf } from './events.ts';
import type { Hub, Viewer } from './hub.ts';
import { closePull, refreshPull } from './pulls.ts';

/** One ref that moved; `ZERO` stands for "was not there" and "is gone". */
export interface RefChange {
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  readonly forced: boolean;
}

/** No events for tags when more than this many are pushed at once. */
const TAGS_AT_ONCE = 3;

/** Branches and tags that a push moved, from `old SP new SP ref LF`, repeated. */
export async function changesIn(hub: Hub, slug: string, moved: string): Promise<RefChange[]> {
  const changes: RefChange[] = [];
  for (const line of moved.split('\n').filter(Boolean)) {
    const [before = '', after = '', ref = ''] = line.split(' ');
    if (before === after || !/^refs\/(?:heads|tags)\//u.test(ref)) continue;
    const forced = before !== ZERO && after !== ZERO && !(await hub.git(slug).isAncestor(before, after));
    changes.push({ ref, before, after, forced });
  }
  return changes;
}

/** What follows when refs have moved, by push or by API: pull requests keep up, events go out. */
export async function refsMoved(
  hub: Hub,
  slug: string,
  changes: readonly RefChange[],
  viewer: Viewer,
  /** A pull request that a merge is about to close itself. */
  merging: number | null = null,
): Promise<void> {
  const tags = changes.filter(({ ref }) => ref.startsWith('refs/tags/'));
  for (const change of changes) {
    const quiet = change.ref.startsWith('refs/tags/') && tags.length > TAGS_AT_ONCE;
    if (!quiet) hub.emit(await pushEvent(hub, hub.repo(slug), change, viewer));
    await pullsFollow(hub, slug, change, viewer, merging);
  }
}

async function pullsFollow(
  hub: Hub,
  slug: string,
  change: RefChange,
  viewer: Viewer,
  merging: number | null,
): Promise<void> {
  for (const pull of hub.tables.pulls.list((row) => row.state === 'open' && row.id !== merging)) {
    const ofHead = pull.head.repo === slug && `refs/heads/${pull.head.ref}` === change.ref;
    const ofBase = pull.repo === slug && `refs/heads/${pull.base.ref}` === change.ref;
    if (ofHead && change.after === ZERO) await closePull(hub, pull, viewer, null);
    else if (ofHead) {
      const fresh = await refreshPull(hub, pull);
      const extra = { before: change.before, after: change.after };
      hub.emit(await pullEvent(hub, fresh, 'synchronize', viewer, extra));
    } else if (ofBase && change.after !== ZERO) {
      // Someone merged by hand and pushed: GitHub notices that the head is in the base.
      const inBase = await hub.git(slug).isAncestor(pull.head.sha, change.after);
      if (inBase) {
        await closePull(hub, pull, viewer, { sha: change.after, by: actorOf(hub, viewer).login });
      } else await refreshPull(hub, pull);
    }
  }
}

/** Refs that nobody may move, and why: tags of immutable releases, branches that change by pull request only. */
export function lockedRefs(hub: Hub, slug: string): Map<string, string> {
  const locked = new Map<string, string>();
  for (const release of hub.tables.releases.list((row) => row.repo === slug && row.immutable)) {
    locked.set(`refs/tags/${release.tag_name}`, 'Cannot update or delete a tag of an immutable release');
  }
  if (hub.repo(slug).forkOf !== null) return locked;
  for (const branch of Object.keys(hub.settings.protection)) {
    locked.set(`refs/heads/${branch}`, 'Changes must be made through a pull request.');
  }
  return locked;
}
