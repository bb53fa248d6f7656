import type { Node } from '#core/graph.ts';
import { UserError } from '#core/errors.ts';

/** What a machine has for builds. */
export interface Machine {
  /** Builds at once on the CPU, ≥ 1. */
  readonly slots: number;
  /** Memory of its one GPU, GB; absent without one. */
  readonly vramGb?: number;
}

/** What a build holds while it runs. */
export interface Need {
  readonly slots: number;
  /** Reserved for as long as it runs, GB. */
  readonly vramGb: number;
  /** Two models on one GPU would share its processors and both be slower: computing is one at a time. */
  readonly gpu: boolean;
}

export function needOf({ backend, gpu }: Pick<Node, 'backend' | 'gpu'>): Need {
  if (backend === 'preview' || gpu === undefined) return { slots: 1, vramGb: 0, gpu: false };
  return { slots: 0, vramGb: gpu.vramGb, gpu: true };
}

/** Whether a build on the CPU may start beside those that run; the card has its own rules (schedule/on-card.ts). */
export function admits(machine: Machine, running: Iterable<Need>, next: Need): boolean {
  let { slots } = next;
  for (const need of running) slots += need.slots;
  return slots <= machine.slots;
}

/**
 * Refuses what could never start here, however long it waited.
 *
 * @throws {UserError} `no-gpu`, `gpu-too-small`
 */
export function requireMachine(machine: Machine, { name, backend, gpu }: Node): void {
  const need = needOf({ backend, gpu });
  if (!need.gpu) return;
  if (machine.vramGb === undefined) {
    throw new UserError(
      'no-gpu',
      `${name} is built by ${backend}, and this machine has no GPU that it may use`,
      {
        hint: 'Run it on the GPU runner, or choose `backend: preview` for its system in assets/alpha.yml.',
      },
    );
  }
  if (need.vramGb > machine.vramGb) {
    throw new UserError(
      'gpu-too-small',
      `${name} needs ${need.vramGb} GB of VRAM; the GPU has ${machine.vramGb} GB`,
      {
        hint: 'Lower what it needs (offloading, a smaller model) and say so in its system in assets/alpha.yml.',
      },
    );
  }
}
