/** What the `upstream` backend speaks to; see `UpstreamPin`. */
export const fishSpeechPin = {
  repository: 'fishaudio/fish-speech',
  commit: '3dd1f85c402ee6f0a17c2971d3b0dd8d881ca139',
  version: 'fishaudio/fish-speech@3dd1f85c402ee6f0a17c2971d3b0dd8d881ca139/2',
} as const;
