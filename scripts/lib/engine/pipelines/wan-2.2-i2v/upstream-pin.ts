/** What the `upstream` backend speaks to; see `UpstreamPin`. */
export const wanPin = {
  repository: 'Wan-Video/Wan2.2',
  commit: '42bf4cfaa384bc21833865abc2f9e6c0e67233dc',
  version: 'Wan-Video/Wan2.2@42bf4cfaa384bc21833865abc2f9e6c0e67233dc/1',
} as const;
