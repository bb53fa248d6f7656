import type { Command } from 'commander';
import { compare } from './compare.ts';
import { jobsOf } from './jobs.ts';
import { answer } from './terminal.ts';
import type { Common } from './terminal.ts';
import { toCanon } from './to-canon.ts';

interface CompareOptions extends Common {
  readonly report?: string;
  readonly toCanon?: boolean;
  readonly jobs?: string;
}

export function registerLook(program: Command): void {
  program
    .command('compare')
    .description(
      'how two files, folders, or the artifacts of two commits differ: measures, panels, a report that opens from a file',
    )
    .argument(
      '<before>',
      'a file, a folder or a commit; with --to-canon, the file or artifact to hold against the canonical picture',
    )
    .argument('[after]', 'another of the same kind')
    .option('--report <folder>', 'write the HTML report there; with --to-canon, the picture')
    .option('--to-canon', 'put an output beside the canonical picture, with regions and measures')
    .option('--jobs <n>', 'comparisons at once; as many as there are cores')
    .option('--json', 'for programs; exit 1 when they differ')
    .addHelpText(
      'after',
      '\nALPHA_RENDERER says who draws meshes and splats: auto (a card where one draws), software (never a card),\nswiftshader (the same, and splats by Spark).',
    )
    .action((before: string, after: string | undefined, options: CompareOptions) =>
      answer(options, () =>
        options.toCanon === true
          ? toCanon(before, options.report)
          : compare(before, after, { report: options.report, jobs: jobsOf(options.jobs) }),
      ),
    );
}
