import { z } from 'zod';
import { fail, ok, warn } from './finding.ts';
import type { Finding } from './finding.ts';
import type { Said } from './run.ts';

/** Asked of each environment's own Python; only PyTorch is imported. */
export const TORCH_PROGRAM = `import json, sys
try:
    import torch
except ImportError as error:
    print(json.dumps({"error": str(error)}))
    sys.exit()
available = torch.cuda.is_available()
print(json.dumps({
    "python": ".".join(map(str, sys.version_info[:3])),
    "torch": torch.__version__,
    "cuda": torch.version.cuda,
    "archs": torch.cuda.get_arch_list(),
    "available": available,
    "capability": list(torch.cuda.get_device_capability()) if available else None,
}))`;

const Torch = z.union([
  z.object({ error: z.string() }),
  z.object({
    python: z.string(),
    torch: z.string(),
    cuda: z.string().nullable(),
    archs: z.array(z.string()),
    available: z.boolean(),
    capability: z.tuple([z.number(), z.number()]).nullable(),
  }),
]);
export type Torch = z.infer<typeof Torch>;

/** The last line of an environment's answer: packages may print before it. */
export function parseTorch(text: string): Torch | undefined {
  const line = text.trim().split('\n').at(-1) ?? '';
  try {
    return Torch.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** Blackwell, as the RTX 5090. */
const WANTED = { arch: 'sm_120', capability: [12, 0] } as const;

const INSTALL =
  'pip install --upgrade torch torchvision torchaudio --index-url https://download.pytorch.org/whl/cu128';

/** Whether an environment's PyTorch has kernels for the card. `python` begins the command that mends it. */
export function torchFinding(system: string, said: Said, python: string): Finding {
  const what = `torch of ${system}`;
  if (said.kind === 'missing')
    return fail(
      what,
      `${python} is not there`,
      `Make its environment as the page of ${system} says, and name it in the runner file`,
    );
  if (said.kind === 'silent')
    return warn(what, 'its Python did not answer within its time', `${python} -c "import torch"`);
  const torch = parseTorch(said.stdout);
  const mend = `${python} -m ${INSTALL}`;
  if (torch === undefined) {
    const last = said.stderr.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
    return fail(
      what,
      `its Python ended with exit ${said.exitCode ?? 'none'}: ${last}`,
      `${python} -c "import torch"`,
    );
  }
  if ('error' in torch) return fail(what, `PyTorch cannot be imported: ${torch.error}`, mend);
  const build = `${torch.torch} for CUDA ${torch.cuda ?? 'none'}, Python ${torch.python}`;
  if (torch.cuda === null) return fail(what, `${build}: a build without CUDA`, mend);
  const major = torch.capability?.[0];
  const older = major !== undefined && major < WANTED.capability[0];
  const wanted = older && torch.capability !== null ? `sm_${torch.capability.join('')}` : WANTED.arch;
  if (!covers(torch.archs, wanted)) {
    return fail(
      what,
      `${build}: has kernels for ${torch.archs.join(', ') || 'nothing'}, not for ${wanted}`,
      mend,
    );
  }
  if (!torch.available) return warn(what, `${build}: has ${wanted}, and sees no card`, 'nvidia-smi');
  return ok(what, `${build}, with ${wanted}`);
}

/** Kernels of the same generation with an equal or smaller second digit run; PTX of any earlier one is compiled on the first use. */
function covers(archs: readonly string[], wanted: string): boolean {
  const [major, minor] = split(wanted);
  return archs.some((arch) => {
    const [theirs, second] = split(arch);
    return arch.startsWith('compute_')
      ? theirs * 10 + second <= major * 10 + minor
      : theirs === major && second <= minor;
  });
}

function split(arch: string): [number, number] {
  const digits = /_(\d+)(\d)[a-z]?$/u.exec(arch);
  return [Number(digits?.[1] ?? 0), Number(digits?.[2] ?? 0)];
}
