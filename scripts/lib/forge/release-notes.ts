import { short } from '#core/oid.ts';
import { costWords } from '#engine/cost/cost.ts';
import type { CostShare, EpisodeCost } from '#engine/cost/share.ts';
import type { Shipment } from '#engine/episode/check-ship.ts';
import type { ProvenanceRow } from '#engine/site/site.ts';
import { escapeMarkdown } from './markdown.ts';

/** What a release says of itself: what it is, what each file's digest is, who made each part, under which licence, at what cost. */
export function releaseNotes(
  { tag, commit, words, files, preview }: Shipment,
  provenance: readonly ProvenanceRow[],
  cost: EpisodeCost,
): string {
  const { episode, narration } = words;
  const parts = [
    preview
      ? '> [!NOTE]\n> A **preview**: made on a CPU by the preview backends, true to format and picture, not to the models.'
      : '',
    `Episode ${episode.number} · ${episode.date} · from \`${short(commit)}\` on main · version ${tag.version}`,
    `> ${narration.trim().split(/\n+/u).map(escapeMarkdown).join('\n>\n> ')}`,
    `### Files\n\n| file | SHA-256 |\n|:---|:---|\n${files.map(({ asset, output }) => `| ${escapeMarkdown(asset)} | \`${output.digest}\` |`).join('\n')}`,
    `### Where each part comes from\n\n| part | made by | from | licence |\n|:---|:---|:---|:---|\n${provenance.map(provenanceRow).join('\n')}`,
    costPart(cost),
    'Every digest above stood in the review that approved it; `manifest.json` among the files lists them for programs.',
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const provenanceRow = ({ artifact, system, backend, reads, licence }: ProvenanceRow): string =>
  `| ${escapeMarkdown(artifact)} | ${escapeMarkdown(system)}, ${backend} | ${escapeMarkdown(reads.join(', '))} | ${backend === 'preview' ? 'this repository' : escapeMarkdown(licence ?? 'this repository')} |`;

/** The transparent cost share: what it stands on, what that cost, and the part of it that this episode carries. */
function costPart({ shares, total, unknown }: EpisodeCost): string {
  if (shares.length === 0) return '';
  const rows = shares.map(costRow);
  const unmeasured =
    unknown.length === 0
      ? ''
      : `\n\nNobody recorded what these cost: ${unknown.map(escapeMarkdown).join(', ')}.`;
  return `### What it cost\n\n| artifact | its build | carried by | this episode’s part |\n|:---|---:|:---|---:|\n${rows.join('\n')}\n| **together** | | | **${escapeMarkdown(costWords(total))}** |${unmeasured}`;
}

const costRow = ({ artifact, cost, episodes, part }: CostShare): string =>
  `| ${escapeMarkdown(artifact)} | ${escapeMarkdown(costWords(cost))} | ${episodes === 1 ? 'this episode' : `${episodes} episodes`} | ${escapeMarkdown(costWords(part))} |`;
