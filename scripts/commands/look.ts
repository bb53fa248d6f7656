import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '#core/errors.ts';
import { byCodeUnit } from '#core/json.ts';
import { ArtifactName } from '#core/names.ts';
import type { Medium } from '#core/names.ts';
import type { Oid } from '#core/oid.ts';
import type { FileVerdict } from '#core/verdict.ts';
import { contentsOf, ifThere } from '#engine/store/durable-file.ts';
import { compareFiles } from '#media/compare/compare.ts';
import { writeReport } from '#media/report/write-report.ts';
import { isKnown, mediumOf } from './medium.ts';
import { answer, EXIT, table } from './terminal.ts';
import type { Answer, Common } from './terminal.ts';
import { toCanon } from './to-canon.ts';

interface CompareOptions extends Common {
  readonly report?: string;
  readonly toCanon?: boolean;
}
export function registerLook(program: Command): void {
  program
    .command('compare')
    .description('how two files or folders differ: measures, panels, a report that opens from a file')
    .argument(
      '<before>',
      'a file or folder; with --to-canon, the file or artifact to hold against the canonical picture',
    )
    .argument('[after]', 'a file or folder of the same kind')
    .option('--report <folder>', 'write the HTML report there; with --to-canon, the picture')
    .option('--to-canon', 'put an output beside the canonical picture, with regions and measures')
    .option('--json', 'for programs; exit 1 when they differ')
    .action((before: string, after: string | undefined, options: CompareOptions) =>
      answer(options, () =>
        options.toCanon === true ? toCanon(before, options.report) : compare(before, after, options),
      ),
    );
}

/** Files by their path below a folder; a single file stands under its kind alone, so that two names may differ. */
async function filesBelow(path: string): Promise<Map<string, string>> {
  const there = await ifThere(stat(path));
  if (there === undefined)
    throw new UserError('file-missing', `${path} is not there`, {
      hint: 'Name a file or folder that exists.',
    });
  if (there.isFile()) return new Map([['file', resolve(path)]]);
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const known = files.filter((file) => isKnown(file));
  return new Map(known.map((file) => [relative(path, file), resolve(file)]));
}

interface Compared {
  readonly name: string;
  readonly medium: Medium;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly verdict: FileVerdict;
  readonly panels: string;
  readonly digests: { readonly before: Oid | null; readonly after: Oid | null };
}

async function compare(first: string, second: string | undefined, options: CompareOptions): Promise<Answer> {
  if (second === undefined)
    throw new UserError('argument-missing', 'Two files or folders are needed', {
      hint: 'As in `alpha compare before.png after.png`; with --to-canon one is enough.',
    });
  const [was, is] = [await filesBelow(first), await filesBelow(second)];
  const folder = await mkdtemp(join(tmpdir(), 'alpha-compare-'));
  try {
    const all: Compared[] = [];
    for (const name of [...new Set([...was.keys(), ...is.keys()])].toSorted(byCodeUnit)) {
      const [before, after] = [was.get(name), is.get(name)];
      const medium = mediumOf(after ?? before ?? '');
      const panels = join(folder, String(all.length));
      const digests = { before: await digestOf(before), after: await digestOf(after) };
      all.push({
        digests,
        name: name === 'file' ? second : name,
        medium,
        before,
        after,
        panels,
        verdict: await compareFiles({ medium, before, after, outDir: panels }),
      });
    }
    const report =
      options.report === undefined ? undefined : await reportOf(all, first, second, options.report);
    const differ = all
      .filter(({ verdict }) => verdict.kind !== 'equal')
      .toSorted((a, b) => b.verdict.visibility - a.verdict.visibility);
    const text = [
      ...table(differ.map(({ name, verdict }) => [verdict.kind, name, verdict.finding])),
      ...differ
        .slice(0, 1)
        .flatMap(({ verdict }) =>
          verdict.measures.map(
            ({ label, value, unit }) => `  ${label}: ${Number(value.toPrecision(6))} ${unit}`,
          ),
        ),
      differ.length === 0
        ? `Nothing differs (${all.length} compared).`
        : `${differ.length} of ${all.length} differ.`,
      ...(report === undefined ? [] : [`The report: ${report}`]),
    ];
    return {
      json: {
        equal: differ.length === 0,
        report: report ?? null,
        files: all.map(({ name, medium, verdict }) => ({ name, medium, verdict })),
      },
      text,
      exit: differ.length === 0 ? EXIT.ok : EXIT.no,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const digestOf = async (path: string | undefined): Promise<Oid | null> =>
  path === undefined ? null : (await contentsOf(path)).digest;

async function reportOf(
  all: readonly Compared[],
  first: string,
  second: string,
  outDir: string,
): Promise<string> {
  await mkdir(outDir, { recursive: true });
  const { index } = await writeReport(
    {
      title: 'Visual report',
      subject: `${first} → ${second}`,
      summary: `${all.filter(({ verdict }) => verdict.kind !== 'equal').length} of ${all.length} files differ.`,
      artifacts: all
        .toSorted((a, b) => b.verdict.visibility - a.verdict.visibility)
        .map(({ name, medium, before, after, verdict, panels, digests }, index) => ({
          name,
          cause: verdict.finding,
          panels,
          files: [{ role: 'file', medium, before, after }],
          verdict: {
            artifact: ArtifactName.parse(`file/${index}`),
            visibility: verdict.visibility,
            finding: verdict.finding,
            files: [
              {
                role: 'file',
                ...digests,
                verdict,
              },
            ],
          },
        })),
    },
    outDir,
  );
  return index;
}
