/** What the `upstream` backend speaks to; see `UpstreamPin`. */
export const latentSyncPin = {
  repository: 'bytedance/LatentSync',
  commit: 'a229c3948406bc2cf6eaf4873e662e70c6a04746',
  version: 'bytedance/LatentSync@a229c3948406bc2cf6eaf4873e662e70c6a04746/1',
} as const;
