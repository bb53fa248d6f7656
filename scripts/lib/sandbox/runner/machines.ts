/** A runner as `runs-on` sees it. */
export interface Machine {
  readonly name: string;
  readonly labels: readonly string[];
  readonly hosted: boolean;
}

/** Two hosted ones, so that two jobs run at once, and the machine with the card. */
export const MACHINES: readonly Machine[] = [
  { name: 'hosted-1', labels: ['ubuntu-latest', 'ubuntu-24.04'], hosted: true },
  { name: 'hosted-2', labels: ['ubuntu-latest', 'ubuntu-24.04'], hosted: true },
  { name: 'gpu-1', labels: ['self-hosted', 'linux', 'x64', 'gpu'], hosted: false },
];

interface Waiting {
  readonly labels: readonly string[];
  readonly take: (machine: Machine) => void;
}

/** Hands out machines: each runs one job at a time, in the order in which jobs came. */
export class Pool {
  readonly #machines: readonly Machine[];
  readonly #busy = new Set<Machine>();
  #waiting: Waiting[] = [];

  constructor(machines: readonly Machine[]) {
    this.#machines = machines;
  }

  /** Whether any machine has all the labels; on GitHub such a job would wait for a day and then fail. */
  fits(labels: readonly string[]): boolean {
    return labels.length > 0 && this.#machines.some((machine) => has(machine, labels));
  }

  /** `undefined` when `signal` ends the wait. */
  async take(labels: readonly string[], signal: AbortSignal): Promise<Machine | undefined> {
    if (signal.aborted) return undefined;
    const free = this.#machines.find((machine) => !this.#busy.has(machine) && has(machine, labels));
    if (free) {
      this.#busy.add(free);
      return free;
    }
    return new Promise((resolve) => {
      const waiting: Waiting = {
        labels,
        take: (machine) => {
          signal.removeEventListener('abort', giveUp);
          resolve(machine);
        },
      };
      const giveUp = (): void => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        resolve(undefined);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(waiting);
    });
  }

  release(machine: Machine): void {
    this.#busy.delete(machine);
    const next = this.#waiting.find(({ labels }) => has(machine, labels));
    if (!next) return;
    this.#waiting = this.#waiting.filter((waiting) => waiting !== next);
    this.#busy.add(machine);
    next.take(machine);
  }
}

const has = (machine: Machine, labels: readonly string[]): boolean =>
  labels.every((label) => machine.labels.includes(label.toLowerCase()));
