import type { Hub } from '../hub.ts';

/**
 * Addresses and names that the bodies of GitHub's answers hold. The bodies lie beside this; whatever is wrong with one shows at
 * once, because each is held against the description when it goes out.
 */

/** `GITHUB_API_URL`. */
export const api = (hub: Hub): string => `${hub.url}/api/v3`;

export const repoApi = (hub: Hub, slug: string): string => `${api(hub)}/repos/${slug}`;

export const page = (hub: Hub, slug: string): string => `${hub.url}/${slug}`;

export const nodeId = (kind: string, id: number | string): string =>
  Buffer.from(`${kind}:${id}`).toString('base64');
