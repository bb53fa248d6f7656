/** What the `upstream` backend speaks to; see `UpstreamPin`. */
export const pulidFluxPin = {
  repository: 'ToTheBeginning/PuLID',
  commit: '1aa2fc7df4bf51080df39f355f9abdc1cbfefbaa',
  version: 'ToTheBeginning/PuLID@1aa2fc7df4bf51080df39f355f9abdc1cbfefbaa/1',
} as const;
