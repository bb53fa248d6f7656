/**
 * One job in a process of its own, told as JSON, its answer on standard output:
 * `node review-once.ts '{"job":"compare",…}'`. What it takes is measured from outside.
 */
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import pLimit from 'p-limit';
import { z } from 'zod';
import { ArtifactName, Medium } from '#core/names.ts';
import { Oid } from '#core/oid.ts';
import { compareFiles } from '#media/compare/compare.ts';
import { readPicture } from '#media/picture-file.ts';
import { closeBrowser } from '#media/render/browser.ts';
import { renderViews } from '#media/render/views.ts';
import type { ReportArtifact } from '#media/report/report.ts';
import { writeReport } from '#media/report/write-report.ts';

const Pair = z.object({
  name: z.string(),
  medium: Medium,
  before: z.string(),
  after: z.string(),
  digests: z.object({ before: Oid, after: Oid }),
});
type Pair = z.infer<typeof Pair>;

const Job = z.discriminatedUnion('job', [
  z.object({ job: z.literal('compare'), pairs: z.array(Pair), canonical: z.string(), out: z.string() }),
  z.object({ job: z.literal('report'), pairs: z.array(Pair), canonical: z.string(), out: z.string() }),
  z.object({ job: z.literal('pixelmatch'), before: z.string(), after: z.string() }),
  z.object({ job: z.literal('draw'), file: z.string(), drawer: z.enum(['processor', 'software']) }),
]);

const job = Job.parse(JSON.parse(process.argv[2] ?? ''));

/** As the review of a pull request compares. */
async function compared(pair: Pair, canonical: string, out: string): Promise<ReportArtifact> {
  const { name, medium, before, after, digests } = pair;
  const panels = join(out, 'panels', name);
  const verdict = await compareFiles({
    medium,
    before,
    after,
    outDir: panels,
    canonical: await readPicture(canonical),
    blink: true,
  });
  const { finding, visibility } = verdict;
  return {
    name,
    cause: 'the reference was redrawn',
    verdict: {
      artifact: ArtifactName.parse(`file/${digests.after.slice(0, 12)}`),
      finding,
      visibility,
      files: [{ role: 'file', ...digests, verdict }],
    },
    panels,
    files: [{ role: 'file', medium, before, after }],
  };
}

async function work(): Promise<unknown> {
  switch (job.job) {
    case 'compare':
    case 'report': {
      const limit = pLimit(2);
      const { canonical, out } = job;
      const artifacts = await Promise.all(
        job.pairs.map((pair) => limit(() => compared(pair, canonical, out))),
      );
      if (job.job === 'compare') return artifacts.map(({ verdict }) => verdict.finding);
      const told = { title: 'Visual report', subject: 'bench', summary: 'Blue hair.' };
      const { bytes, form } = await writeReport({ ...told, artifacts }, join(out, 'report'));
      return { bytes, form };
    }
    case 'pixelmatch': {
      const [a, b] = [await readPicture(job.before), await readPicture(job.after)];
      return pixelmatch(a.rgba, b.rgba, undefined, a.width, a.height, { threshold: 0.1 });
    }
    case 'draw':
    default: {
      const size = { width: 384, height: 384 };
      return (await renderViews({ medium: 'splat', file: job.file, drawer: job.drawer, size })).renderer;
    }
  }
}

const answer = await work();
await closeBrowser();
process.stdout.write(JSON.stringify(answer), () => process.exit(0));
