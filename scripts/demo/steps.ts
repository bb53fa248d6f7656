import { UserError } from '#core/errors.ts';

export interface Step {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
}

/** Called when a step begins and when it has ended. */
export type OnStep = (step: { name: string; ended?: Step; told?: readonly string[] }) => void;

/** A step did not do its work. */
class Broken extends Error {}

/** What a person needs of a failure: our own words where it is one of ours, else where it came from. */
function faultText(error: unknown): string {
  if (error instanceof Broken) return error.message;
  if (error instanceof UserError) return `${error.message}\n${error.hint}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** @throws what ends the step, and the story */
export function hold(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new Broken(otherwise);
}

interface Steps {
  /** Those that began, as they ended. */
  readonly steps: readonly Step[];
  /** Does one and times it; after one that failed, none. */
  readonly step: <T>(
    name: string,
    work: () => Promise<{ value: T; told: readonly string[] }>,
  ) => Promise<T | undefined>;
}

export function stepsTold(onStep: OnStep): Steps {
  const steps: Step[] = [];
  return {
    steps,
    step: async (name, work) => {
      if (steps.some(({ ok }) => !ok)) return undefined;
      onStep({ name });
      const start = performance.now();
      const end = (ok: boolean, told: readonly string[]) => {
        const ended = { name, ok, seconds: Math.round(performance.now() - start) / 1000 };
        steps.push(ended);
        onStep({ name, ended, told });
      };
      try {
        const { value, told } = await work();
        end(true, told);
        return value;
      } catch (error) {
        end(false, [faultText(error)]);
        return undefined;
      }
    },
  };
}
