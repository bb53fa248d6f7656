/** What the `upstream` backend speaks to; see `UpstreamPin`. */
export const hunyuan3dPin = {
  repository: 'Tencent-Hunyuan/Hunyuan3D-2.1',
  commit: '82920d643c0dc2f7bfd7255f45f62d386edfe60c',
  version: 'Tencent-Hunyuan/Hunyuan3D-2.1@82920d643c0dc2f7bfd7255f45f62d386edfe60c/1',
} as const;
