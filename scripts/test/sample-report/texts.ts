import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportArtifact } from '#media/report/report.ts';
import { artifactOf, changed } from './made.ts';

export async function narration(folder: string): Promise<ReportArtifact> {
  const [before, after] = [join(folder, 'before.txt'), join(folder, 'after.txt')];
  await writeFile(before, 'One picture is the source of truth. Everything that you see is made from it.\n');
  await writeFile(after, 'One picture is the source. Everything that you see and hear is made from it.\n');
  return artifactOf({
    name: 'talk/episode72',
    cause: 'the narration in episodes/episode72/narration.txt was edited in 0123456789ab',
    finding: 'Four words changed.',
    visibility: 0.1,
    files: [
      { role: 'captions', medium: 'text', before, after, verdict: changed('text', 'Four words changed.') },
    ],
  });
}
