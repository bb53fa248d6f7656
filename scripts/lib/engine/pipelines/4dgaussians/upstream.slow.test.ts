import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { decodeSequence } from '#media/video/sequence.ts';
import { decodeZip } from '#media/zip/zip.ts';
import { mesh, splat } from '#test/upstream-samples.ts';
import { upstreamPlace } from '#test/upstream-place.ts';
import { fourDGaussians } from './declaration.ts';
import { fourDGaussiansUpstream } from './upstream.ts';

/** What both programs do with their files; the splats come out of a file. */
const TRAIN = `import json, os, sys
given = dict(zip(sys.argv[1::2], sys.argv[2::2]))
said = open(os.environ["SAMPLE"], "rb").read()
if said.startswith(b"says "):
    sys.exit(said[5:].decode())
config = {}
exec(open(given["--configs"]).read(), config)
model, saved = given["--model_path"], int(given["--save_iterations"])
assert config["OptimizationParams"]["iterations"] == saved
os.makedirs(model, exist_ok=True)
open(os.path.join(model, "cfg_args"), "w").write("Namespace()")
for split in ("train", "test"):
    set_ = json.load(open(os.path.join(given["--source_path"], f"transforms_{split}.json")))
    for frame in set_["frames"]:
        assert os.path.isfile(os.path.join(given["--source_path"], frame["file_path"] + ".png"))
        assert 0 <= frame["time"] <= 1 and len(frame["transform_matrix"]) == 4
if said != b"saves nothing":
    out = os.path.join(model, "point_cloud", f"iteration_{saved}")
    os.makedirs(out, exist_ok=True)
    for name in ("point_cloud.ply", "deformation.pth", "deformation_table.pth"):
        open(os.path.join(out, name), "w").write("x")
print("Training progress: 100%|##########| 20/20")
`;
const EXPORT = `import json, os, shutil, sys
given = dict(zip(sys.argv[1::2], sys.argv[2::2]))
set_ = json.load(open(os.path.join(given["--source_path"], "transforms_test.json")))
json.load(open(os.path.join(given["--source_path"], "transforms_train.json")))
out = os.path.join(given["--model_path"], "gaussian_pertimestamp")
os.makedirs(out, exist_ok=True)
for index, frame in enumerate(set_["frames"]):
    assert os.path.isfile(os.path.join(given["--source_path"], frame["file_path"] + ".png"))
    shutil.copy(os.environ["SAMPLE"], os.path.join(out, f"time_{index:05d}.ply"))
    print("time", frame["time"])
`;
const params = {
  trainViews: 8,
  valViews: 1,
  testViews: 1,
  times: 4,
  motion: 0,
  gaussians: 1000,
  iterations: 20,
  coarseIterations: 10,
};
const place = async (system = fourDGaussiansUpstream) =>
  upstreamPlace(fourDGaussians, system, {
    files: { 'train.py': TRAIN, 'export_perframe_3DGS.py': EXPORT },
    inputs: { 'mesh/mesh': await mesh(200, true) },
    params,
  });
test('a mesh becomes a set, a training and a sequence of as many times as asked for', async () => {
  await using made = await place();
  expect(await made.builds(splat(1500))).toEqual(['dataset.zip', 'sequence.zip']);
  const sequence = decodeSequence(await readFile(made.out('sequence.zip')));
  expect(sequence.clouds.map(({ count }) => count)).toEqual([1000, 1000, 1000, 1000]);
  expect(sequence.periodSeconds).toBe(6);
  const set = decodeZip(await readFile(made.out('dataset.zip')));
  expect([...set.keys()].filter((path) => path.endsWith('.png'))).toHaveLength(10);
  expect(made.lines.filter((line) => line.startsWith('time'))).toEqual([
    'time 0',
    'time 0.25',
    'time 0.5',
    'time 0.75',
  ]);
  expect(made.shares.at(-1)).toBe(1);
});

test('a training that saved nothing, and one that came to nothing, are failures', async () => {
  await using made = await place();
  expect(await made.builds('saves nothing'), 'exit 0 and an empty folder').toBe('output-missing');
  expect(await made.builds(splat(1500, 0.001))).toBe('output-empty');
});

test('what the program says of itself has its own code', async () => {
  await using made = await place({ ...fourDGaussiansUpstream, prepare: () => Promise.resolve() });
  expect(await made.builds('says AssertionError: Could not recognize scene type!')).toBe('dataset-unfit');
  expect(await made.builds("says KeyError: 'time'")).toBe('dataset-unfit');
  expect(await made.builds('says ZeroDivisionError: float division by zero')).toBe('dataset-unfit');
  expect(await made.builds("says FileNotFoundError: [Errno 2] No such file: 'r_000.png'")).toBe(
    'dataset-unfit',
  );
  expect(await made.builds('says RuntimeError: no kernel image is available')).toBe('gpu-kernel');
  expect(await made.builds('says OSError: [Errno 98] Address already in use')).toBe('port-taken');
  expect(await made.builds("says No module named 'diff_gaussian_rasterization'")).toBe('python-module');
  expect(await made.builds("says AttributeError: module 'mmcv' has no attribute 'Config'")).toBe(
    'python-module',
  );
});
