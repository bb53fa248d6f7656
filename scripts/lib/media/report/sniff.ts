/** What a page can show, told by the first bytes and never by a file's name. */
export type FileType =
  | 'image/png'
  | 'image/jpeg'
  | 'image/webp'
  | 'image/gif'
  | 'model/gltf-binary'
  | 'application/ply'
  | 'application/x-splat-sequence'
  | 'video/mp4'
  | 'video/webm'
  | 'audio/wav'
  | 'audio/mpeg'
  | 'audio/ogg'
  | 'audio/flac';

interface Signature {
  readonly type: FileType;
  readonly at: number;
  readonly text: string;
  /** Of the first file of an archive. */
  readonly name?: string;
}

/** The head of an entry in a ZIP archive has so many bytes; then comes its name. */
const ZIP_HEAD = 30;

const SIGNATURES: readonly Signature[] = [
  { type: 'image/png', at: 0, text: '\u0089PNG\r\n\u001a\n' },
  { type: 'image/jpeg', at: 0, text: '\u00ff\u00d8\u00ff' },
  { type: 'image/webp', at: 8, text: 'WEBP' },
  { type: 'image/gif', at: 0, text: 'GIF8' },
  { type: 'model/gltf-binary', at: 0, text: 'glTF' },
  { type: 'application/ply', at: 0, text: 'ply\n' },
  { type: 'application/ply', at: 0, text: 'ply\r\n' },
  { type: 'application/x-splat-sequence', at: 0, text: 'PK\u0003\u0004', name: 'sequence.json' },
  { type: 'video/mp4', at: 4, text: 'ftyp' },
  { type: 'video/webm', at: 0, text: '\u001aE\u00df\u00a3' },
  { type: 'audio/wav', at: 8, text: 'WAVE' },
  { type: 'audio/mpeg', at: 0, text: 'ID3' },
  { type: 'audio/mpeg', at: 0, text: '\u00ff\u00fb' },
  { type: 'audio/ogg', at: 0, text: 'OggS' },
  { type: 'audio/flac', at: 0, text: 'fLaC' },
];

/** How many first bytes `sniff` looks at. */
export const SNIFFED_BYTES = 48;

/** The type of a file by its first bytes, or `null` when the page has no viewer for it. */
export function sniff(head: Uint8Array): FileType | null {
  const text = String.fromCodePoint(...head.subarray(0, SNIFFED_BYTES));
  const found = SIGNATURES.find(
    ({ at, text: mark, name = '' }) =>
      text.startsWith(mark, at) && text.startsWith(name, name === '' ? 0 : ZIP_HEAD),
  );
  return found?.type ?? null;
}
