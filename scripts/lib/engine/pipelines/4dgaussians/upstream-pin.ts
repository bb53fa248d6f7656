/** What the `upstream` backend speaks to; see `UpstreamPin`. */
export const fourDGaussiansPin = {
  repository: 'hustvl/4DGaussians',
  commit: '843d5ac636c37e4b611242287754f3d4ed150144',
  version: 'hustvl/4DGaussians@843d5ac636c37e4b611242287754f3d4ed150144/1',
} as const;
