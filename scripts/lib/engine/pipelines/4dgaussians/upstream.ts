import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { UserError } from '#core/errors.ts';
import { decodeGlb } from '#media/mesh/glb.ts';
import { idleMesh, multiViewSet, standpointOf, transformsOf, viewsOf } from '#media/mesh/multi-view.ts';
import { splatsOf } from '#media/mesh/splats.ts';
import { writeWhole } from '#media/picture-file.ts';
import { emptyCloud } from '#media/splat/cloud.ts';
import type { SplatCloud } from '#media/splat/cloud.ts';
import { encodeSequence } from '#media/video/sequence.ts';
import { encodeZip } from '#media/zip/zip.ts';
import { checkSplat } from '../../backends/outputs-splat.ts';
import { option, slotFile } from '../../backends/upstream-driver.ts';
import { upstreamBackend } from '../../backends/upstream.ts';
import type { JobFacts, Site, UpstreamSystem } from '../../backends/upstream-system.ts';
import type { FourDGaussiansParams } from './params.ts';
import { fourDGaussiansPin } from './upstream-pin.ts';

type Job = JobFacts<FourDGaussiansParams>;

/** Points that training starts from; without any it starts from random ones. */
const START_POINTS = 30_000;
/** Fewer Gaussians than these show nothing; more are no scene of ours. */
const LIMITS = { min: 200, max: 4_000_000 };

const datasetOf = (job: Job): string => join(job.workDir, 'dataset');
/** The same pictures, asked for at every time of a round: the export gives one splat for each test camera. */
const momentsOf = (job: Job): string => join(job.workDir, 'moments');
const modelOf = (job: Job): string => join(job.workDir, 'model');
const configOf = (job: Job): string => join(job.workDir, 'alpha_config.py');
const momentOf = (job: Job, index: number): string =>
  join(modelOf(job), 'gaussian_pertimestamp', `time_${String(index).padStart(5, '0')}.ply`);

/** Training and export by the repository's own programs, on the set that the mesh was rendered to. */
export const fourDGaussiansUpstream: UpstreamSystem<FourDGaussiansParams> = {
  system: '4dgaussians',
  pin: fourDGaussiansPin,
  minutes: 90,
  weights: () => ({}),
  failures: [
    {
      says: /Could not recognize scene type!/u,
      code: 'dataset-unfit',
      meaning: 'it does not know the data set',
      hint: 'This is a fault of the pictures that were rendered from the mesh: report it with the log.',
    },
    {
      says: /KeyError: 'time'|ZeroDivisionError/u,
      code: 'dataset-unfit',
      meaning: 'the times of the data set are missing, or all 0',
      hint: 'Raise trainViews or testViews of the scene in assets/alpha.yml.',
    },
    {
      says: /FileNotFoundError/u,
      code: 'dataset-unfit',
      meaning: 'a picture of the data set is not there',
      hint: 'Build again; the log names the file.',
    },
    {
      says: /Address already in use/u,
      code: 'port-taken',
      meaning: 'its viewer port was taken in the meantime',
      hint: 'Build again: another port is chosen.',
    },
    {
      says: /No module named '?(?:diff_gaussian_rasterization|simple_knn|mmcv)|has no attribute 'Config'/u,
      code: 'python-module',
      meaning: 'its rasteriser or simple-knn is not built, or mmcv is 2.0 or later, which has no Config',
      hint: 'Build both submodules with TORCH_CUDA_ARCH_LIST=12.0 and install an mmcv below 2.0 in its environment.',
    },
  ],
  async prepare({ job }) {
    const { params } = job;
    const mesh = await decodeGlb(await readFile(slotFile(job, 'mesh').path));
    const standpoint = standpointOf(mesh);
    const views = viewsOf(standpoint, {
      train: params.trainViews,
      val: params.valViews,
      test: params.testViews,
    });
    const files = await multiViewSet(await idleMesh(mesh, params.motion), views);
    for (const [path, bytes] of files) await put(join(datasetOf(job), path), bytes);
    const points = splatsOf(mesh, standpoint, Math.min(START_POINTS, params.gaussians)).cloud;
    await put(join(datasetOf(job), 'fused.ply'), startPoints(points));

    // The times go through the largest of both files, which is 1 in the set as well: they stay what they are.
    const [first] = views;
    if (first === undefined) throw new RangeError('the set has no view');
    const moments = Array.from({ length: params.times }, (_, index) => ({
      ...first,
      split: 'test' as const,
      time: index / params.times,
    }));
    await put(join(momentsOf(job), 'transforms_train.json'), transformsOf(views, 'train'));
    await put(join(momentsOf(job), 'transforms_test.json'), transformsOf(moments, 'test'));
    for (const name of ['train', 'fused.ply']) {
      await rm(join(momentsOf(job), name), { force: true });
      await symlink(join(datasetOf(job), name), join(momentsOf(job), name));
    }
    await put(configOf(job), configText(params));
  },
  async steps(site) {
    const { job, place } = site;
    const { params } = job;
    const iteration = join(modelOf(job), 'point_cloud', `iteration_${params.iterations}`);
    return [
      {
        args: [
          'python',
          'train.py',
          ...option('--source_path', datasetOf(job)),
          ...option('--model_path', modelOf(job)),
          ...option('--port', await freePort(site)),
          ...option('--expname', 'alpha'),
          ...option('--configs', configOf(job)),
          ...option('--sh_degree', params.shDegree),
          ...option('--iterations', params.iterations),
          ...option('--coarse_iterations', params.coarseIterations),
          // Without it a number of steps that is not among the usual ones saves nothing, with exit 0.
          ...option('--save_iterations', params.iterations),
          ...option('--test_iterations', params.iterations),
        ],
        cwd: place.checkout,
        expects: [
          join(modelOf(job), 'cfg_args'),
          join(iteration, 'point_cloud.ply'),
          join(iteration, 'deformation.pth'),
          join(iteration, 'deformation_table.pth'),
        ],
        share: 0.92,
      },
      {
        args: [
          'python',
          'export_perframe_3DGS.py',
          ...option('--iteration', params.iterations),
          ...option('--model_path', modelOf(job)),
          ...option('--source_path', momentsOf(job)),
          ...option('--configs', configOf(job)),
        ],
        cwd: place.checkout,
        expects: Array.from({ length: params.times }, (_, index) => momentOf(job, index)),
        share: 0.08,
      },
    ];
  },
  async collect({ job }) {
    const { params } = job;
    const clouds: SplatCloud[] = [];
    for (let index = 0; index < params.times; index += 1)
      clouds.push(await checkSplat(job.artifact, momentOf(job, index), LIMITS));
    const [first] = clouds;
    const odd = clouds.findIndex(({ count }) => count !== first?.count);
    if (odd > 0) {
      throw new UserError(
        'output-size',
        `${job.artifact}: the splats of time 0 and time ${odd} have ${first?.count ?? 0} and ${clouds[odd]?.count ?? 0} Gaussians: they are of two trainings`,
        { hint: 'Build again.' },
      );
    }
    const mesh = await decodeGlb(await readFile(slotFile(job, 'mesh').path));
    const sequence = encodeSequence({
      periodSeconds: params.periodSeconds,
      clouds: thinned(clouds, params.gaussians),
      standpoint: standpointOf(mesh),
    });
    await writeWhole(join(job.outDir, 'sequence.zip'), sequence);
    await writeWhole(join(job.outDir, 'dataset.zip'), await packedDataset(job));
  },
};

/** As the preview packs it: the transforms, then the pictures. */
async function packedDataset(job: Job): Promise<Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const read = async (path: string) => {
    files.set(path, await readFile(join(datasetOf(job), path)));
  };
  const splits = ['train', 'val', 'test'] as const;
  for (const split of splits) await read(`transforms_${split}.json`);
  const { trainViews, valViews, testViews } = job.params;
  for (const [at, count] of [trainViews, valViews, testViews].entries())
    for (let index = 0; index < count; index += 1)
      await read(`${splits[at] ?? 'train'}/r_${String(index).padStart(3, '0')}.png`);
  return encodeZip(files, (path) => (path.endsWith('.png') ? 0 : 6));
}

/** Start points as its reader wants them: position, normal, colour in bytes. */
export function startPoints({ count, positions, colours }: SplatCloud): Buffer {
  const header = [
    'ply',
    'format binary_little_endian 1.0',
    `element vertex ${count}`,
    ...['x', 'y', 'z', 'nx', 'ny', 'nz'].map((name) => `property float ${name}`),
    ...['red', 'green', 'blue'].map((name) => `property uchar ${name}`),
    'end_header\n',
  ].join('\n');
  const bytes = Buffer.alloc(header.length + count * 27);
  bytes.write(header, 'latin1');
  for (let index = 0; index < count; index += 1) {
    const at = header.length + index * 27;
    for (let axis = 0; axis < 3; axis += 1) {
      bytes.writeFloatLE(positions[index * 3 + axis] ?? 0, at + axis * 4);
      const shade = Math.round(Math.min(Math.max(colours[index * 3 + axis] ?? 0, 0), 1) * 255);
      bytes.writeUInt8(shade, at + 24 + axis);
    }
  }
  return bytes;
}

/**
 * The same Gaussians of every time, at most `most`: those that are seen most in the first, by opacity times the area of
 * their two longer axes, in their order.
 */
export function thinned(clouds: readonly SplatCloud[], most: number): SplatCloud[] {
  const [first] = clouds;
  if (first === undefined || first.count <= most) return [...clouds];
  const weight = Float64Array.from({ length: first.count }, (_, index) => {
    const axes = [0, 1, 2].map((axis) => first.scales[index * 3 + axis] ?? 0).toSorted((a, b) => b - a);
    return (first.opacities[index] ?? 0) * (axes[0] ?? 0) * (axes[1] ?? 0);
  });
  const kept = Array.from(weight.keys())
    .toSorted((a, b) => (weight[b] ?? 0) - (weight[a] ?? 0) || a - b)
    .slice(0, most)
    .toSorted((a, b) => a - b);
  return clouds.map((cloud) => {
    const part = emptyCloud(most);
    for (const [to, from] of kept.entries()) {
      for (const name of ['positions', 'scales', 'colours'] as const)
        part[name].set(cloud[name].subarray(from * 3, from * 3 + 3), to * 3);
      part.rotations.set(cloud.rotations.subarray(from * 4, from * 4 + 4), to * 4);
      part.opacities[to] = cloud.opacities[from] ?? 0;
    }
    return part;
  });
}

/** Values for small synthetic scenes; what stands here wins over the command line, so both say the same. */
function configText({ iterations, coarseIterations, times }: FourDGaussiansParams): string {
  return `OptimizationParams = dict(
    iterations=${iterations},
    coarse_iterations=${coarseIterations},
    deformation_lr_init=0.00016,
    deformation_lr_final=0.0000016,
    deformation_lr_delay_mult=0.01,
    grid_lr_init=0.0016,
    grid_lr_final=0.000016,
    pruning_interval=8000,
    percent_dense=0.01,
)
ModelHiddenParams = dict(
    kplanes_config=dict(
        grid_dimensions=2,
        input_coordinate_dim=4,
        output_coordinate_dim=32,
        resolution=[64, 64, 64, ${times}],
    ),
    multires=[1, 2],
    defor_depth=0,
    net_width=64,
    plane_tv_weight=0.0001,
    time_smoothness_weight=0.01,
    l1_time_planes=0.0001,
    weight_decay_iteration=0,
    bounds=1.6,
)
`;
}

async function put(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeWhole(path, content);
}

const FIRST_PORT = 20_000;
const PORTS = 20_000;

/** Two trainings on one port end each other; the search begins at one that follows from the job. */
async function freePort({ job }: Site<FourDGaussiansParams>): Promise<number> {
  const start = createHash('sha256').update(job.workDir).digest().readUInt32LE() % PORTS;
  for (let offset = 0; offset < PORTS; offset += 1) {
    const port = FIRST_PORT + ((start + offset) % PORTS);
    if (await isFree(port)) return port;
  }
  throw new UserError('port-taken', `${job.artifact}: no port from ${FIRST_PORT} on is free`, {
    hint: 'Look at what listens on this machine: `ss -ltn`.',
  });
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

export const upstream = upstreamBackend(fourDGaussiansUpstream);
