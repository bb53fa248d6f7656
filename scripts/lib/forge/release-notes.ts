import type { Cost } from '#core/ledger-record.ts';
import { short } from '#core/oid.ts';
import type { Shipment } from '#engine/episode/check-ship.ts';
import type { ProvenanceRow } from '#engine/site/site.ts';
import { escapeMarkdown } from './markdown.ts';

/** What a release says of itself: what it is, what each file's digest is, who made each part, under which licence, at what cost. */
export function releaseNotes(
  { tag, commit, words, files, preview }: Shipment,
  provenance: readonly ProvenanceRow[],
): string {
  const { episode, narration } = words;
  const parts = [
    preview
      ? '> [!NOTE]\n> A **preview**: made on a CPU by the preview backends, true to format and picture, not to the models.'
      : '',
    `Episode ${episode.number} · ${episode.date} · from \`${short(commit)}\` on main · version ${tag.version}`,
    `> ${narration.trim().split(/\n+/u).map(escapeMarkdown).join('\n>\n> ')}`,
    `### Files\n\n| file | SHA-256 |\n|:---|:---|\n${files.map(({ asset, output }) => `| ${escapeMarkdown(asset)} | \`${output.digest}\` |`).join('\n')}`,
    `### Where each part comes from\n\n| part | made by | from | licence | cost |\n|:---|:---|:---|:---|:---|\n${provenance.map(provenanceRow).join('\n')}`,
    'Every digest above stood in the review that approved it; `manifest.json` among the files lists them for programs.',
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const provenanceRow = ({ artifact, system, backend, reads, licence, cost }: ProvenanceRow): string =>
  `| ${escapeMarkdown(artifact)} | ${escapeMarkdown(system)}, ${backend} | ${escapeMarkdown(reads.join(', '))} | ${backend === 'preview' ? 'this repository' : escapeMarkdown(licence ?? 'this repository')} | ${cost === undefined ? 'unknown' : costWords(cost)} |`;

function costWords({ seconds, gpuSeconds, money }: Cost): string {
  const words = [
    `${seconds.toFixed(1)} s`,
    gpuSeconds === undefined ? '' : `${gpuSeconds.toFixed(0)} s GPU`,
    money === undefined ? '' : `${money.amount.toFixed(2)} ${money.currency}`,
  ];
  return words.filter((word) => word !== '').join(', ');
}
