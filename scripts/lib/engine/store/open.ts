import { z } from 'zod';
import { UserError } from '#core/errors.ts';
import { folderStore } from './folder.ts';
import { s3Store } from './s3.ts';
import type { S3Place } from './s3.ts';
import type { Store, SweptStore } from './store.ts';
import { throughStore } from './through.ts';

/** A store as somebody named it. */
export interface OpenedStore {
  /** To read from and to put into. */
  readonly store: Store;
  /** Holds results, leases and logs of this machine, and what was brought from afar. Absolute. */
  readonly folder: string;
  /** The one that the name stands for: what a sweep goes over. */
  readonly named: SweptStore;
  /** Whether results lie beside the named store: they do in a folder, and not in a bucket. */
  readonly isFolder: boolean;
}

export interface StoreQuestion {
  /** A folder, or `s3://bucket/prefix?endpoint=https://…&region=…`. */
  readonly address: string;
  /** The folder on this machine that stands before a bucket. Absolute. */
  readonly cache: string;
  readonly maxBytes: number;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Opens a store by its name: a folder as it is; a bucket behind a folder, so that what is put is in both and what is read is
 * fetched once. Access to a bucket stands where all its tools look for it: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
 * AWS_SESSION_TOKEN, AWS_REGION, AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL.
 *
 * @throws {UserError} `store-address-invalid`, `s3-no-access`
 */
export function openStoreAt({ address, cache, maxBytes, env = process.env }: StoreQuestion): OpenedStore {
  if (!/^[a-z][a-z\d+.-]*:\/\//iu.test(address)) {
    const named = folderStore(address);
    return { store: named, folder: address, named, isFolder: true };
  }
  const named = s3Store(s3Place(address, env), { maxBytes });
  return { store: throughStore(folderStore(cache), named), folder: cache, named, isFolder: false };
}

const Access = z.object({
  AWS_ACCESS_KEY_ID: z.string().min(1),
  AWS_SECRET_ACCESS_KEY: z.string().min(1),
  AWS_SESSION_TOKEN: z.string().min(1).optional(),
});

/** Where a bucket is, and with what it is entered. */
export function s3Place(address: string, env: NodeJS.ProcessEnv): S3Place {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const { bucket } = /^(?<bucket>[a-z\d][a-z\d.-]{1,61}[a-z\d])$/u.exec(url?.host ?? '')?.groups ?? {};
  const region = url?.searchParams.get('region') ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'];
  const endpoint =
    url?.searchParams.get('endpoint') ??
    env['AWS_ENDPOINT_URL_S3'] ??
    env['AWS_ENDPOINT_URL'] ??
    (region === undefined ? undefined : `https://s3.${region}.amazonaws.com`);
  const isHttp =
    endpoint !== undefined && URL.canParse(endpoint) && /^https?:$/u.test(new URL(endpoint).protocol);
  if (url?.protocol !== 's3:' || bucket === undefined || !isHttp) {
    throw new UserError('store-address-invalid', `${address} is no store`, {
      hint: 'Name a folder, or a bucket: `s3://<bucket>/<prefix>?region=eu-central-1`, with `&endpoint=https://…` where it is not with AWS.',
    });
  }
  const access = Access.safeParse(env);
  if (!access.success) {
    throw new UserError('s3-no-access', `There is no access key for ${address}`, {
      hint: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_SESSION_TOKEN where the key is a borrowed one.',
    });
  }
  const path = decodeURIComponent(url.pathname).replace(/^\/+/u, '');
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = access.data;
  return {
    endpoint,
    bucket,
    region: region ?? 'us-east-1',
    prefix: path === '' || path.endsWith('/') ? path : `${path}/`,
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN !== undefined && { sessionToken: AWS_SESSION_TOKEN }),
  };
}
