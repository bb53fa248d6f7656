import type { Job } from '../../forge/tables.ts';
import { Masks } from '../commands.ts';
import { JobLog } from '../log.ts';
import type { JobSetting } from './setting.ts';

/** GitHub: 10 annotations of a level a step. */
const ANNOTATIONS_A_STEP = 10;

export type StepRow = Job['steps'][number];
type Annotation = Job['annotations'][number];

/** What a job says while it runs: its log, its steps, its annotations, its summary; secrets hidden in all of them. */
export class JobReport {
  readonly masks = new Masks();
  readonly #log = new JobLog(this.masks);
  readonly #steps: StepRow[] = [];
  readonly #annotations: Annotation[] = [];
  readonly #publish: JobSetting['onProgress'];
  #summary = '';
  #annotationsOfStep = new Map<string, number>();

  constructor(publish: JobSetting['onProgress']) {
    this.#publish = publish;
  }

  line(text: string): void {
    this.#log.line(text);
  }

  /** The whole log. */
  text(): string {
    return this.#log.text();
  }

  /** Appends a step and numbers it; `end` says how it went. */
  begin(name: string): { end(conclusion: StepRow['conclusion'], milliseconds: number): void } {
    const number = this.#steps.length + 1;
    this.#steps.push({ name, number, status: 'in_progress', conclusion: null, seconds: 0 });
    return {
      end: (conclusion, milliseconds) => {
        const seconds = Math.round(milliseconds) / 1000;
        this.#steps[number - 1] = { name, number, status: 'completed', conclusion, seconds };
      },
    };
  }

  /** The annotations of another step are counted anew. */
  countAnew(): void {
    this.#annotationsOfStep = new Map();
  }

  annotate(
    level: Annotation['level'],
    message: string,
    properties: Readonly<Record<string, string>> = {},
  ): void {
    const count = (this.#annotationsOfStep.get(level) ?? 0) + 1;
    this.#annotationsOfStep.set(level, count);
    if (count > ANNOTATIONS_A_STEP) return;
    this.#annotations.push({
      level,
      title: properties['title'] ?? null,
      message: this.masks.hide(message),
      file: properties['file'] ?? null,
      line: properties['line'] === undefined ? null : Math.trunc(Number(properties['line']) || 0),
    });
  }

  /** An annotation that stands in the log as well. */
  fail(message: string): void {
    this.annotate('error', message);
    this.line(`##[error]${message}`);
  }

  summarise(text: string): void {
    this.#summary += `${this.masks.hide(text)}\n`;
  }

  /** Tells whoever watches how far it is. */
  publish(): void {
    this.#publish({
      steps: [...this.#steps],
      annotations: [...this.#annotations],
      summary: this.#summary,
    });
  }
}
