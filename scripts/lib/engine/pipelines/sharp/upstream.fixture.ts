import { picture } from '#test/upstream-samples.ts';
import { upstreamPlace } from '#test/upstream-place.ts';
import type { UpstreamGiven } from '#test/upstream-place.ts';
import { sharp } from './declaration.ts';
import { sharpUpstream } from './upstream.ts';

export const place = async (program: string, more: Partial<UpstreamGiven> = {}) =>
  upstreamPlace(sharp, sharpUpstream, {
    files: { 'README.md': 'stand-in' },
    programs: { sharp: `#!/bin/sh\n${program}\n` },
    inputs: { 'picture/canon.png': await picture(64, 64) },
    ...more,
  });
