/** What the `upstream` backend speaks to; see `UpstreamPin`. */
export const hunyuanFoleyPin = {
  repository: 'Tencent-Hunyuan/HunyuanVideo-Foley',
  commit: 'df7b005b5023df2a9b73e1d66dd51d452799884e',
  version: 'Tencent-Hunyuan/HunyuanVideo-Foley@df7b005b5023df2a9b73e1d66dd51d452799884e/1',
} as const;
