import { make } from './dom.ts';

/** The files that the page carries, each as a Blob of its type. */
const blobs = new Map<string, Promise<Blob>>();
/** Calls of scripts that bring a file, by its id. */
const awaited = new Map<string, (base64: string) => void>();

declare global {
  /** What a file of the report's folder calls with its content. */
  var alphaFile: ((id: string, base64: string) => void) | undefined;
}

globalThis.alphaFile = (id, base64) => {
  awaited.get(id)?.(base64);
  awaited.delete(id);
};

/** A file by its id; fetched once. */
export function blobOf(id: string): Promise<Blob> {
  const found = blobs.get(id);
  if (found !== undefined) return found;
  const blob = load(id);
  blobs.set(id, blob);
  blob.catch(() => blobs.delete(id));
  return blob;
}

/** Runs the script that the page carries under this id. */
export async function runScript(id: string): Promise<void> {
  const { source, packing } = carrier(id);
  await append(packing === 'script' ? source : URL.createObjectURL(await blobOf(id)));
}

interface Carrier {
  readonly type: string;
  readonly packing: string;
  readonly source: string;
  readonly text: string;
}

function carrier(id: string): Carrier {
  const element = document.getElementById(id);
  if (element === null) throw new Error('This file is not in the report');
  const { type = '', packing = 'plain', source = '' } = element.dataset;
  return { type, packing, source, text: element.textContent ?? '' };
}

async function load(id: string): Promise<Blob> {
  const { type, packing, source, text } = carrier(id);
  const base64 = source === '' ? text : await brought(id, source);
  const response = await fetch(`data:application/octet-stream;base64,${base64}`);
  if (packing !== 'gzip') return new Blob([await response.arrayBuffer()], { type });
  if (response.body === null) throw new Error('This file is empty');
  const plain = new Response(response.body.pipeThrough(new DecompressionStream('gzip')));
  return new Blob([await plain.arrayBuffer()], { type });
}

function brought(id: string, source: string): Promise<string> {
  return new Promise((resolve, reject) => {
    awaited.set(id, resolve);
    append(source).catch(reject);
  });
}

function append(source: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = make('script');
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error(`${source} is missing beside the report`)));
    script.src = source;
    document.head.append(script);
  });
}
