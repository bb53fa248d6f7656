import { picture } from '#test/upstream-samples.ts';
import { upstreamPlace } from '#test/upstream-place.ts';
import type { UpstreamGiven } from '#test/upstream-place.ts';
import { wan } from './declaration.ts';
import { wanUpstream } from './upstream.ts';

const PROGRAM = `import os, shutil, sys
given = {name: sys.argv[at + 1] for at, name in enumerate(sys.argv[:-1]) if name in ("--save_file", "--image")}
said = open(os.environ["SAMPLE"], "rb").read()
if said.startswith(b"says "):
    print(said[5:].decode())
    sys.exit(0 if b"save_video" in said else 1)
shutil.copy(os.environ["SAMPLE"], given["--save_file"])
`;
export const place = async (more: Partial<UpstreamGiven> = {}, side = 64) =>
  upstreamPlace(wan, wanUpstream, {
    files: { 'generate.py': PROGRAM },
    inputs: { 'picture/picture': await picture(side, side) },
    ...more,
  });
