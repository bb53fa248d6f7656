/** What the \`upstream\` backend speaks to; see \`UpstreamPin\`. */
export const flux1DevPin = {
  repository: 'huggingface/diffusers',
  commit: '58eb52c0803ea9af3abec60841c2a093bdf1f951',
  version: 'huggingface/diffusers@58eb52c0803ea9af3abec60841c2a093bdf1f951/1',
} as const;
