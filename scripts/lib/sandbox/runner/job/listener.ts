import { parseCommand } from '../commands.ts';
import type { JobReport } from './report.ts';

type Command = NonNullable<ReturnType<typeof parseCommand>>;

/** Hears what one process writes, line by line: `::commands::` are obeyed, the rest goes into the log. */
export class CommandListener {
  readonly #report: JobReport;
  /** The word that ends a `stop-commands`. */
  #until: string | null = null;

  constructor(report: JobReport) {
    this.#report = report;
  }

  hear(line: string): void {
    if (this.#until !== null) {
      if (line.trim() === `::${this.#until}::`) this.#until = null;
      else this.#report.line(line);
      return;
    }
    const command = parseCommand(line);
    if (command) this.#obey(command, line);
    else this.#report.line(line);
  }

  #obey({ name, properties, message }: Command, line: string): void {
    const report = this.#report;
    switch (name) {
      case 'stop-commands':
        this.#until = message;
        break;
      case 'add-mask':
        report.masks.add(message);
        report.line('::add-mask::***');
        break;
      case 'error':
      case 'warning':
      case 'notice':
        report.annotate(name, message, properties);
        report.line(`##[${name}]${message}`);
        break;
      case 'group':
      case 'endgroup':
        report.line(`##[${name}]${message}`);
        break;
      case 'debug':
      case 'echo':
      case 'add-matcher':
      case 'remove-matcher':
        break;
      case 'set-output':
      case 'save-state':
      case 'set-env':
      case 'add-path':
        report.annotate(
          'error',
          `The \`${name}\` command is disabled. Please upgrade to using Environment Files.`,
        );
        break;
      default:
        report.line(line);
    }
  }
}
