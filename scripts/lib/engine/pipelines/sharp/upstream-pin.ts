/** What the `upstream` backend speaks to; see `UpstreamPin`. */
export const sharpPin = {
  repository: 'apple/ml-sharp',
  commit: '1eaa046834b81852261262b41b0919f5c1efdd2e',
  version: 'apple/ml-sharp@1eaa046834b81852261262b41b0919f5c1efdd2e/1',
} as const;
