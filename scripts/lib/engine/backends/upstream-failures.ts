import { UserError } from '#core/errors.ts';

/** A failure by the upstream's own words. */
export interface Failure {
  /** Stands in a line of its output, or in the text of an answer. */
  readonly says: RegExp;
  readonly code: string;
  /** What it means, as a sentence about the artifact. */
  readonly meaning: string;
  readonly hint: string;
  /** Its exit code may be 0 all the same: the words alone decide. */
  readonly silent?: true;
  /** Another try with knobs that change no byte may do. */
  readonly retry?: true;
}

/** Out of memory on the card: PyTorch's two wordings, cuBLAS's and cuDNN's. */
const OUT_OF_VRAM: Failure = {
  says: /CUDA out of memory|torch\.OutOfMemoryError|torch\.cuda\.OutOfMemoryError|CUBLAS_STATUS_ALLOC_FAILED|CUDA error: out of memory/u,
  code: 'gpu-memory',
  meaning: 'the card had too little free memory',
  hint: 'Close what else uses the card (`nvidia-smi` names it), or choose smaller params in assets/alpha.yml: they are part of the key.',
  retry: true,
};

/** What any of the systems may say. The first that fits is told, a system's own before these. */
export const COMMON_FAILURES: readonly Failure[] = [
  OUT_OF_VRAM,
  {
    says: /no kernel image is available/u,
    code: 'gpu-kernel',
    meaning: 'PyTorch or an extension of it was built without this card (RTX 50 is sm_120)',
    hint: 'Install torch 2.7 or later for CUDA 12.8 in its environment and build its extensions anew with TORCH_CUDA_ARCH_LIST=12.0; `npm run alpha -- doctor` checks it.',
  },
  {
    says: /No module named '?([\w.]+)'?/u,
    code: 'python-module',
    meaning: 'a Python package is missing in its environment',
    hint: 'Install it in the environment that the runner file names for this system; `npm run alpha -- doctor` lists what is missing.',
  },
  {
    says: /Torch not compiled with CUDA enabled|no NVIDIA driver|CUDA driver version is insufficient/u,
    code: 'gpu-driver',
    meaning: 'CUDA could not be used',
    hint: 'Check the driver and the torch build: `npm run alpha -- doctor`.',
  },
  {
    says: /No space left on device/u,
    code: 'disk-full',
    meaning: 'the disk is full',
    hint: 'Make room: `npm run alpha -- sweep` shows what may go.',
  },
  {
    says: /LocalEntryNotFoundError|outgoing traffic has been disabled|offline mode is enabled|We couldn't connect to 'https/u,
    code: 'weights-missing',
    meaning: 'weights are missing on this machine and builds have no network',
    hint: "Download them once by hand as the system's own page says; `npm run alpha -- doctor` lists them.",
  },
];

/** Exit 137, or SIGKILL that we did not send: the kernel took the process because the machine's own memory was used up. */
const OUT_OF_RAM: Failure = {
  says: /^(?:Killed|Out of memory: Killed process.*)$/u,
  code: 'system-memory',
  meaning: 'the kernel killed it: the machine ran out of memory while loading',
  hint: 'Close other programs, or add memory or swap: offloading keeps whole models in RAM (64 GB for Wan).',
};

/** How a process ended, with what it said. */
export interface Ending {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly lines: readonly string[];
}

/** What the output says went wrong; of an ending with exit 0 only the silent ones. The latest line that fits any decides. */
export function recogniseFailure(
  { exitCode, signal, lines }: Ending,
  own: readonly Failure[],
): { readonly failure: Failure; readonly line: string } | undefined {
  const known = [...own, ...COMMON_FAILURES, OUT_OF_RAM].filter(
    (failure) => exitCode !== 0 || failure.silent === true,
  );
  // A system's own wording wins over a common one wherever it stands: "No module named 'custom_rasterizer'" has its own mend.
  for (const failure of known) {
    const line = lines.findLast((text) => failure.says.test(text));
    if (line !== undefined) return { failure, line };
  }
  if (exitCode === 137 || signal === 'SIGKILL')
    return { failure: OUT_OF_RAM, line: `ended by ${signal ?? 'exit 137'}` };
  return undefined;
}

/** The error that a recognised failure is told by. */
export const failureError = (
  what: string,
  { failure, line }: { failure: Failure; line: string },
): UserError =>
  new UserError(failure.code, `${what}: ${failure.meaning} (“${line.trim().slice(0, 300)}”)`, {
    hint: failure.hint,
  });
