/** What waits in, or holds, a concurrency group. */
export interface Member {
  /** Ends it if it runs; it leaves the group by itself then. */
  cancel(reason: string): void;
}

/** What happens to those who come when the group is taken. */
export interface Rule {
  readonly cancelInProgress: boolean;
  readonly queue: 'single' | 'max';
}

interface Waiting {
  readonly member: Member;
  readonly go: (admitted: boolean) => void;
}

interface Group {
  running: Member | null;
  waiting: Waiting[];
}

/** `queue: max` keeps at most this many waiting. */
const QUEUE_LIMIT = 100;

/**
 * Concurrency groups: one runs, one waits, a newer one takes the place of the one that waits. `cancel-in-progress` ends
 * the running one as well; `queue: max` lets up to 100 wait in order. docs.github.com, "Control workflow concurrency".
 */
export class ConcurrencyGroups {
  readonly #groups = new Map<string, Group>();

  /** True when it may run; false when it was cancelled while it waited. Names are not case-sensitive. */
  enter(name: string, member: Member, rule: Rule): Promise<boolean> {
    const key = name.toLowerCase();
    const group = this.#groups.get(key) ?? { running: null, waiting: [] };
    this.#groups.set(key, group);
    if (group.running === null) {
      group.running = member;
      return Promise.resolve(true);
    }
    const reason = `Canceling since a higher priority waiting request for '${name}' exists`;
    if (rule.queue === 'single') {
      for (const { go } of group.waiting.splice(0)) go(false);
    } else if (group.waiting.length >= QUEUE_LIMIT) return Promise.resolve(false);
    if (rule.cancelInProgress) group.running.cancel(reason);
    return new Promise((go) => {
      group.waiting.push({ member, go });
    });
  }

  /** Whoever still waits is let go; whoever runs keeps the group until it leaves. */
  withdraw(name: string, member: Member): void {
    const group = this.#groups.get(name.toLowerCase());
    if (!group) return;
    const out = group.waiting.filter((waiting) => waiting.member === member);
    group.waiting = group.waiting.filter((waiting) => waiting.member !== member);
    for (const { go } of out) go(false);
  }

  /** The next one in line runs. */
  leave(name: string, member: Member): void {
    this.withdraw(name, member);
    const group = this.#groups.get(name.toLowerCase());
    if (!group || group.running !== member) return;
    const next = group.waiting.shift();
    group.running = next?.member ?? null;
    next?.go(true);
  }
}
