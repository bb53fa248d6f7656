import { messageOf } from '#core/errors.ts';
import type { Json } from '#core/json.ts';
import { expand, holds } from '../expression.ts';
import type { Contexts } from '../expression.ts';
import { combinations } from '../matrix.ts';
import type { Combination } from '../matrix.ts';
import type { JobSpec } from '../workflow.ts';
import { runInstance } from './instance.ts';
import { JobRows } from './job-rows.ts';
import type { Done, Result } from './job-rows.ts';
import type { RunSetting } from './setting.ts';

/** One run: its jobs in the order of their needs. */
export class RunExecution {
  readonly #setting: RunSetting;
  readonly #rows: JobRows;
  readonly #done = new Map<string, Promise<Done>>();

  constructor(setting: RunSetting) {
    this.#setting = setting;
    this.#rows = new JobRows(setting);
  }

  /** Its conclusion. */
  async run(): Promise<string> {
    const keys = Object.keys(this.#setting.workflow.jobs);
    const ends = await Promise.all(keys.map((key) => this.#job(key)));
    if (ends.some(({ result, counts }) => result === 'failure' && counts)) return 'failure';
    if (this.#setting.signal.aborted || ends.some(({ result }) => result === 'cancelled')) return 'cancelled';
    return ends.every(({ result }) => result === 'skipped') ? 'skipped' : 'success';
  }

  #spec(key: string): JobSpec {
    const spec = this.#setting.workflow.jobs[key];
    if (!spec) throw new Error(`No job ${key}`);
    return spec;
  }

  #needs(key: string): string[] {
    const { needs = [] } = this.#spec(key);
    return typeof needs === 'string' ? [needs] : needs;
  }

  #job(key: string): Promise<Done> {
    const known = this.#done.get(key) ?? this.#runJob(key);
    this.#done.set(key, known);
    return known;
  }

  /** Every job that this one waits for, directly or not: a skipped or failed ancestor counts for `success()`. */
  async #ancestors(key: string, seen = new Map<string, Done>()): Promise<Map<string, Done>> {
    for (const need of this.#needs(key)) {
      if (seen.has(need)) continue;
      seen.set(need, await this.#job(need));
      await this.#ancestors(need, seen);
    }
    return seen;
  }

  async #runJob(key: string): Promise<Done> {
    const spec = this.#spec(key);
    const ancestors = await this.#ancestors(key);
    const results = [...ancestors.values()].map(({ result }) => result);
    const needs: Record<string, Json> = {};
    for (const need of this.#needs(key)) {
      const { result, outputs } = await this.#job(need);
      needs[need] = { result, outputs: { ...outputs } };
    }
    const contexts: Contexts = { ...this.#setting.contexts, needs };
    const cancelled = this.#setting.signal.aborted;
    const status = {
      success: !cancelled && results.every((result) => result === 'success'),
      failure: !cancelled && results.includes('failure'),
      cancelled,
    };
    const plain = { key, spec, contexts, combination: {}, at: 0, total: 1, failFast: new AbortController() };
    try {
      if (!holds(spec.if, { contexts, status })) return this.#rows.without(plain, 'skipped', null);
      if (spec.uses !== undefined) throw new Error('The sandbox does not run reusable workflows');
      return await this.#expand(key, spec, contexts);
    } catch (error) {
      return this.#rows.without(plain, 'failure', messageOf(error));
    }
  }

  async #expand(key: string, spec: JobSpec, contexts: Contexts): Promise<Done> {
    const { strategy } = spec;
    const matrix = strategy?.matrix === undefined ? undefined : expand(strategy.matrix, { contexts });
    const rows: Combination[] = matrix === undefined ? [{}] : combinations(matrix);
    const failsFast = expand(strategy?.['fail-fast'] ?? true, { contexts }) !== false;
    const limit = Number(expand(strategy?.['max-parallel'] ?? 0, { contexts })) || rows.length;
    const failFast = new AbortController();
    const outputs: Record<string, string> = {};
    const ends: Done[] = [];
    const queue = rows.entries();
    const worker = async (): Promise<void> => {
      for (const [at, combination] of queue) {
        const end = await runInstance(this.#setting, this.#rows, {
          key,
          spec,
          contexts,
          combination,
          at,
          total: rows.length,
          failFast,
        });
        ends.push(end);
        Object.assign(outputs, end.outputs);
        if (end.result === 'failure' && failsFast && end.counts) {
          failFast.abort(new Error(`The strategy configuration was canceled because "${key}" failed`));
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(limit, rows.length) }, worker));
    const has = (result: Result) => ends.some((end) => end.result === result && end.counts);
    const result = has('failure')
      ? 'failure'
      : has('cancelled')
        ? 'cancelled'
        : has('success')
          ? 'success'
          : undefined;
    // Failures that were forgiven make a success.
    return { result: result ?? 'success', outputs, counts: true };
  }
}
