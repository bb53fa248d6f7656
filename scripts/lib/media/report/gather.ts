import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RepoPath } from '#core/repo-path.ts';
import type { FileVerdict, Panel } from '#core/verdict.ts';
import type { Size } from '../picture.ts';
import type { Markup } from './markup.ts';
import { examine, type NotShown, type Payload } from './payload.ts';
import type { Report, ReportArtifact, ReportFile, ReportLimits } from './report.ts';
import { thumbnail } from './thumbnail.ts';
import { wordDiff } from './words.ts';

/** What opens in the page for a pair of files. */
export type Viewer = 'picture' | 'mesh' | 'splat' | 'scene' | 'video' | 'sound' | 'none';

/** A picture (or clip) that stands in the page itself. */
export interface Still extends Size {
  /** Digest of the bytes. */
  readonly id: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly alt: string;
}

/** One side of a comparison. */
export interface Side {
  readonly payload: Payload | null;
  readonly still: Still | null;
  /** Why there is no payload. */
  readonly missing: string | null;
}

/** A file before and after, with all that the page needs to show it. */
export interface FileView {
  readonly role: string;
  readonly medium: string;
  readonly verdict: FileVerdict;
  readonly digests: { readonly before: string | null; readonly after: string | null };
  readonly viewer: Viewer;
  readonly before: Side | null;
  readonly after: Side | null;
  /** Contact sheets and differences. A panel that blinks is for the comment: the page blinks by itself. */
  readonly sheets: readonly Still[];
  readonly words: Markup | null;
}

export interface CardView {
  readonly artifact: ReportArtifact;
  readonly files: readonly FileView[];
}

/** Everything that a report shows, read but not yet written. */
export interface Gathered {
  readonly cards: readonly CardView[];
  /** By id; equal files once. */
  readonly payloads: ReadonlyMap<string, Payload>;
}

export async function gather(report: Report, limits: ReportLimits): Promise<Gathered> {
  const cards: CardView[] = [];
  const payloads = new Map<string, Payload>();
  const gathered = await Promise.all(
    report.artifacts.map((artifact) =>
      Promise.all(
        artifact.verdict.files.map(({ role, before, after, verdict }) => {
          const paths = artifact.files.find((file) => file.role === role);
          return gatherFile({ role, verdict, digests: { before, after }, paths }, artifact.panels, limits);
        }),
      ),
    ),
  );
  for (const [at, artifact] of report.artifacts.entries()) {
    const files = gathered[at] ?? [];
    for (const { viewer, before, after } of files) {
      if (viewer === 'none') continue;
      for (const side of [before, after]) {
        if (side?.payload) payloads.set(side.payload.id, side.payload);
      }
    }
    cards.push({ artifact, files });
  }
  return { cards, payloads };
}

interface Found {
  readonly role: string;
  readonly verdict: FileVerdict;
  readonly digests: FileView['digests'];
  readonly paths: ReportFile | undefined;
}

async function gatherFile(found: Found, folder: string | undefined, limits: ReportLimits): Promise<FileView> {
  const { role, verdict, digests, paths } = found;
  const panels =
    folder === undefined ? [] : await Promise.all(verdict.panels.map((panel) => still(folder, panel)));
  const shown = panels.filter((panel) => panel !== null);
  const panelOf = (name: Panel['role']) => shown.find((panel) => panel.role === name)?.still;
  const before = await side(
    { path: paths?.before, digest: digests.before, panel: panelOf('before'), alt: `${role}, before` },
    limits,
  );
  const after = await side(
    { path: paths?.after, digest: digests.after, panel: panelOf('after'), alt: `${role}, after` },
    limits,
  );
  return {
    role,
    medium: verdict.medium,
    verdict,
    digests,
    viewer: viewerFor(before, after),
    before,
    after,
    sheets: shown.filter(({ role }) => role === 'difference' || role === 'sheet').map(({ still }) => still),
    words: verdict.medium === 'text' ? await words(paths) : null,
  };
}

interface FoundSide {
  readonly path: string | undefined;
  readonly digest: string | null;
  readonly panel: Still | undefined;
  readonly alt: string;
}

async function side({ path, digest, panel, alt }: FoundSide, limits: ReportLimits): Promise<Side | null> {
  if (path === undefined)
    return digest === null ? null : { payload: null, still: panel ?? null, missing: 'it is not here' };
  const found = await examine(path, limits.fileBytes);
  if (!isPayload(found)) return { payload: null, still: panel ?? null, missing: found.reason };
  const whole = found.type.startsWith('image/') ? await thumbnail(path) : null;
  // The whole picture rather than the panel, which may be a crop.
  const still =
    whole === null ? (panel ?? null) : stillOf(whole.webp, 'image/webp', whole, panel?.alt ?? alt);
  return { payload: found, still, missing: null };
}

const isPayload = (found: Payload | NotShown): found is Payload => 'id' in found;

/** One viewer for both sides, or none: a mesh beside a picture compares nothing. */
function viewerFor(before: Side | null, after: Side | null): Viewer {
  const kinds = new Set(
    [before, after].filter((side) => side !== null).map(({ payload }) => viewerOf(payload)),
  );
  const [kind] = kinds;
  return kinds.size === 1 && kind !== undefined ? kind : 'none';
}

function viewerOf(payload: Payload | null): Viewer {
  const type = payload?.type ?? '';
  if (type === 'model/gltf-binary') return 'mesh';
  if (type === 'application/ply') return 'splat';
  if (type === 'application/x-splat-sequence') return 'scene';
  if (type.startsWith('image/')) return 'picture';
  if (type.startsWith('video/')) return 'video';
  return type.startsWith('audio/') ? 'sound' : 'none';
}

interface ShownPanel {
  readonly role: Panel['role'];
  readonly still: Still;
}

async function still(folder: string, panel: Panel): Promise<ShownPanel | null> {
  const inside = RepoPath.safeParse(panel.file);
  if (!inside.success) return null;
  const bytes = await readFile(join(folder, inside.data)).catch(() => null);
  return bytes === null ? null : { role: panel.role, still: stillOf(bytes, panel.type, panel, panel.alt) };
}

const stillOf = (bytes: Uint8Array, type: string, { width, height }: Size, alt: string): Still => ({
  id: `s${createHash('sha256').update(bytes).digest('hex').slice(0, 20)}`,
  type,
  bytes,
  width,
  height,
  alt,
});

/** Texts above this are not read to be shown. */
const LONGEST_TEXT_BYTES = 262_144;

async function words(paths: ReportFile | undefined): Promise<Markup | null> {
  const [before, after] = await Promise.all([textOf(paths?.before), textOf(paths?.after)]);
  return before === null || after === null ? null : wordDiff(before, after);
}

async function textOf(path: string | undefined): Promise<string | null> {
  if (path === undefined) return '';
  const info = await stat(path).catch(() => null);
  if (info === null || info.size > LONGEST_TEXT_BYTES) return null;
  return readFile(path, 'utf8');
}
