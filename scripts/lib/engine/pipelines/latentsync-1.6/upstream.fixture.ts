import { join } from 'node:path';
import { picture, wave } from '#test/upstream-samples.ts';
import { upstreamPlace } from '#test/upstream-place.ts';
import type { UpstreamGiven } from '#test/upstream-place.ts';
import { writeWhole } from '#media/picture-file.ts';
import { latentSync } from './declaration.ts';
import { latentSyncUpstream } from './upstream.ts';

const PROGRAM = `import os, shutil, sys
given = dict(zip(sys.argv[1::2], sys.argv[2::2]))
said = open(os.environ["SAMPLE"], "rb").read()
if said.startswith(b"says "):
    sys.exit(said[5:].decode())
for path in (given["--video_path"], given["--audio_path"]):
    assert os.path.isfile(path), path
assert not os.path.exists(given["--temp_dir"])
if said != b"writes nothing":
    shutil.copy(os.environ["SAMPLE"], given["--video_out_path"])
`;
/** Where a face is looked for on the real picture, `upstream.slow.test.ts` has it; here the crop is a given. */
const system = {
  ...latentSyncUpstream,
  prepare: async ({ job }: { job: { workDir: string } }) =>
    writeWhole(join(job.workDir, 'face.png'), await picture(256, 256)),
};
export const place = async (more: Partial<UpstreamGiven> = {}) =>
  upstreamPlace(latentSync, system, {
    files: { 'scripts/inference.py': PROGRAM, 'scripts/__init__.py': '' },
    inputs: { 'picture/canon.png': await picture(64, 64), 'voice/voice.wav': wave(1.2, 44_100) },
    params: { size: 256 },
    seed: 1247,
    ...more,
  });
