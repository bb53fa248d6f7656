import { openAsBlob } from 'node:fs';
import { AwsClient } from 'aws4fetch';
import { messageOf, UserError } from '#core/errors.ts';
import { Oid } from '#core/oid.ts';
import { contentsOf, placeFile } from './durable-file.ts';
import { readThrough, receive } from './receive.ts';
import { corrupt, notStored } from './store.ts';
import type { Store, Stored, SweptStore, Wanted } from './store.ts';

/** A bucket of anything that speaks S3. */
export interface S3Place {
  /** As in `https://s3.eu-central-1.amazonaws.com`; the bucket follows as the first part of the path. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  /** Before every name, as in `alpha/`; may be empty. */
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface S3Limits {
  /** A larger object is not taken from the bucket. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

const RETRIES = 3;

/** A store in a bucket: `<prefix>sha256/ab/ab…`. Names are digests, so that the server itself refuses bytes that are others. */
export function s3Store(place: S3Place, { maxBytes, signal }: S3Limits): SweptStore {
  const { endpoint, bucket, prefix, ...access } = place;
  const client = new AwsClient({ ...access, service: 's3', retries: RETRIES, initRetryMs: 100 });
  const base = `${endpoint.replace(/\/+$/u, '')}/${bucket}`;
  const self: Pick<Store, 'name'> = { name: `the bucket ${base}` };
  const nameOf = (digest: Oid) => `${prefix}sha256/${digest.slice(0, 2)}/${digest}`;
  const urlOf = (digest: Oid) => `${base}/${nameOf(digest)}`;

  async function ask(url: string, init: RequestInit = {}): Promise<Response> {
    let answer: Response;
    try {
      answer = await client.fetch(url, {
        ...init,
        redirect: 'error',
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (cause) {
      signal?.throwIfAborted();
      throw failed(base, messageOf(cause), cause);
    }
    if (answer.status === 401 || answer.status === 403) {
      throw new UserError('s3-refused', `${self.name} refused with ${answer.status}`, {
        hint: 'Check the access key, its rights on the bucket, and the clock of this machine.',
      });
    }
    if (answer.ok || answer.status === 404) return answer;
    throw failed(base, `it answered ${answer.status}`);
  }

  /** Its size; `undefined` when it is not there. */
  async function sizeOf(digest: Oid): Promise<number | undefined> {
    const { status, headers } = await ask(urlOf(digest), { method: 'HEAD' });
    return status === 404 ? undefined : Number(headers.get('content-length'));
  }

  async function get({ digest, size }: Wanted, path: string): Promise<void> {
    await placeFile(path, { existing: 'replace' }, async (file) => {
      const { status, body } = await ask(urlOf(digest));
      if (status === 404 || body === null) throw notStored(self, digest);
      if (!(await receive(file, body, { digest, maxBytes: size ?? maxBytes })))
        throw corrupt(self, digest, nameOf(digest));
    });
  }

  return {
    ...self,
    has: async ({ digest }) => (await sizeOf(digest)) !== undefined,
    put: async (file) => {
      const contents = await contentsOf(file);
      const { digest, size } = contents;
      if ((await sizeOf(digest)) === size) return contents;
      await ask(urlOf(digest), {
        method: 'PUT',
        // The server hashes what arrives and refuses it when it is not this.
        headers: { 'x-amz-content-sha256': digest, 'content-type': 'application/octet-stream' },
        body: await openAsBlob(file),
      });
      if ((await sizeOf(digest)) !== size) throw notStored(self, digest);
      return contents;
    },
    get,
    read: (wanted) => readThrough((path) => get(wanted, path)),
    list: async function* list() {
      let token: string | undefined;
      do {
        const query = new URLSearchParams({ 'list-type': '2', prefix: `${prefix}sha256/` });
        if (token !== undefined) query.set('continuation-token', token);
        const text = await (await ask(`${base}?${query}`)).text();
        yield* storedIn(text);
        token = textOf(text, 'NextContinuationToken');
      } while (token !== undefined);
    },
    delete: async (digest) => {
      if ((await sizeOf(digest)) === undefined) return false;
      await ask(urlOf(digest), { method: 'DELETE' });
      return true;
    },
  };
}

/** The objects of a ListObjectsV2 answer whose names end in a digest; these need no unescaping. */
function* storedIn(xml: string): Generator<Stored> {
  for (const [, contents = ''] of xml.matchAll(/<Contents>(.*?)<\/Contents>/gsu)) {
    const digest = Oid.safeParse(textOf(contents, 'Key')?.split('/').at(-1));
    const size = Number(textOf(contents, 'Size'));
    const put = Date.parse(textOf(contents, 'LastModified') ?? '');
    if (digest.success && Number.isSafeInteger(size) && !Number.isNaN(put))
      yield { digest: digest.data, size, put };
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
};

function textOf(xml: string, element: string): string | undefined {
  const text = new RegExp(`<${element}>([^<]*)</${element}>`, 'u').exec(xml)?.[1];
  return text?.replaceAll(/&(?:lt|gt|quot|apos|amp);/gu, (entity) => ENTITIES[entity] ?? entity);
}

const failed = (base: string, why: string, cause?: unknown) =>
  new UserError('s3-failed', `the bucket ${base} cannot be used: ${why}`, {
    hint: 'Check the endpoint, the network and the server, then try again.',
    cause,
  });
