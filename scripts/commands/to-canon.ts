import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { UserError } from '#core/errors.ts';
import { severity } from '#core/identity.ts';
import type { IdentityReport } from '#core/identity.ts';
import { ArtifactName } from '#core/names.ts';
import type { Measure } from '#core/verdict.ts';
import type { FileOfHer } from '#engine/change/identify-file.ts';
import { ifThere } from '#engine/store/durable-file.ts';
import { modelBesideCanonical } from '#media/compare/sheet.ts';
import { besideCanon, gravestOf } from '#media/identity/beside-canon.ts';
import type { Examination } from '#media/identity/identify.ts';
import { outlineBesideCanonical } from '#media/identity/outline.ts';
import type { Picture } from '#media/picture.ts';
import { writeWhole } from '#media/picture-file.ts';
import { asJson, asText, canonicalPicture, lookAt } from './identity.ts';
import { sayMeasure } from './compare.ts';
import { mediumOf } from './medium.ts';
import { openStore } from './places.ts';
import { EXIT, table } from './terminal.ts';
import type { Answer } from './terminal.ts';
import { openWorkspace, readState } from './workspace.ts';

/** The system whose artifacts show her speaking. */
const SPEAKING = 'latentsync-1.6';
const SHOWN: ReadonlySet<string> = new Set(['picture', 'video', 'mesh', 'splat']);

interface Subject extends FileOfHer {
  /** For people, and for the name of its picture. */
  readonly label: string;
}

/**
 * Puts a file, or each output of an artifact, beside the canonical picture with regions and measures marked: one PNG each.
 *
 * @param word a path, or the name of an artifact of the lock
 * @param to the PNG to write; a folder when there are several
 */
export async function toCanon(word: string, to: string | undefined): Promise<Answer> {
  const scratch = await mkdtemp(join(tmpdir(), 'alpha-to-canon-'));
  try {
    const canonical = await canonicalPicture();
    const subjects = await subjectsOf(word, scratch);
    const [only] = subjects;
    const seen: Seen[] = [];
    for (const subject of subjects) {
      const { report, examinations } = await lookAt(subject, canonical);
      const name = `${subject.label.replaceAll('/', '-').replace(/\.[a-z0-9]+$/u, '')}.beside-canon.png`;
      const file =
        subjects.length === 1 && only?.path === word
          ? (to ?? `${word}.beside-canon.png`)
          : subjects.length === 1
            ? (to ?? name)
            : join(to ?? '.', name);
      await mkdir(dirname(file), { recursive: true });
      const measures = await measuresOf(subject, examinations, canonical);
      await writeWhole(file, await besideCanon(examinations, report, measures), true);
      seen.push({ label: subject.label, file, report, measures });
    }
    const worst = seen.toSorted((a, b) => severity(b.report.answer) - severity(a.report.answer))[0];
    return {
      json: {
        answer: worst?.report.answer,
        pictures: seen.map(({ label, file, report, measures }) => ({
          of: label,
          picture: file,
          ...asJson(report),
          measures,
        })),
      },
      text: seen.flatMap(spoken),
      exit: worst?.report.answer === 'fail' ? EXIT.no : EXIT.ok,
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** A subject that was looked at, and where the picture of that lies. */
interface Seen {
  readonly label: string;
  readonly file: string;
  readonly report: IdentityReport;
  readonly measures: readonly Measure[];
}

function spoken({ label, file, report, measures }: Seen): string[] {
  return [`${label}: ${asText(report).join('\n')}`].concat(
    table(measures.map((one) => [`  ${one.label}`, sayMeasure(one), one.meaning ?? ''])),
    `Beside the canonical picture: ${file}`,
  );
}

/**
 * What verdicts say of a model beside the canonical picture; of a picture and of a film's gravest frame the same, by the regions
 * that were found there.
 */
async function measuresOf(
  { medium, path }: Subject,
  examinations: readonly Examination[],
  canonical: Picture,
): Promise<readonly Measure[]> {
  if (medium === 'mesh' || medium === 'splat') return modelBesideCanonical(medium, path, canonical);
  return outlineBesideCanonical(gravestOf(examinations));
}

async function subjectsOf(word: string, scratch: string): Promise<Subject[]> {
  if ((await ifThere(stat(word)))?.isFile() === true)
    return [{ label: basename(word), medium: mediumOf(word), path: word, speaking: false }];
  const name = ArtifactName.safeParse(word);
  const workspace = await openWorkspace();
  const { lock, graph } = await readState(workspace, undefined);
  const line = name.success ? lock.get(name.data) : undefined;
  if (line === undefined)
    throw new UserError('file-missing', `${word} is neither a file nor an artifact of the lock`, {
      hint: 'Name a picture, a video, a .glb or a .ply, or an artifact that `alpha status` shows as built.',
    });
  const store = await openStore(workspace.root);
  const shown = line.outputs.filter(({ medium }) => SHOWN.has(medium));
  if (shown.length === 0)
    throw new UserError('shows-nobody', `${word} shows nobody`, {
      hint: 'Name an artifact with a picture, a video, a .glb or a .ply.',
    });
  const subjects: Subject[] = [];
  for (const output of shown) {
    const path = join(scratch, output.file);
    await mkdir(dirname(path), { recursive: true });
    await store.get(output, path);
    subjects.push({
      label: `${line.name}/${basename(output.file)}`,
      medium: output.medium,
      path,
      speaking: graph.get(line.name)?.system === SPEAKING,
    });
  }
  return subjects;
}
