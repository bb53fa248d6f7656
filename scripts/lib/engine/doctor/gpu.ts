import { fail, lacking, ok, versionOrder, warn } from './finding.ts';
import type { Finding } from './finding.ts';
import type { Said } from './run.ts';

/** A card as the driver sees it. */
export interface Card {
  readonly index: number;
  readonly name: string;
  /** Vendor and device, as in `10de:2b85`. */
  readonly pciId: string;
  readonly driver: string;
  readonly totalMib: number;
  readonly freeMib: number;
  /** As in `12.0`. */
  readonly computeCapability: string;
}

/** A display controller as the kernel sees it, with a driver or without. */
export interface PciCard {
  readonly slot: string;
  readonly pciId: string;
}

/** What the project was laid out for: GeForce RTX 5090, GB202, compute capability 12.0. */
export const RTX_5090 = { pciId: '10de:2b85', name: 'NVIDIA GeForce RTX 5090', computeCapability: '12.0' };
/** The first driver branch and the first CUDA that know Blackwell. */
const BLACKWELL = { driver: '570', cuda: '12.8' };

/** What is asked of nvidia-smi, in this order. */
export const CARD_QUERY: readonly string[] = [
  '--query-gpu=index,name,pci.device_id,driver_version,memory.total,memory.free,compute_cap',
  '--format=csv,noheader,nounits',
];
export const PROCESS_QUERY: readonly string[] = [
  '--query-compute-apps=pid,process_name,used_memory',
  '--format=csv,noheader,nounits',
];

/** Reads the cards; lines that are none are passed over. */
export function parseCards(text: string): Card[] {
  return text.split('\n').flatMap((line): Card[] => {
    const [index, name, device, driver, total, free, capability] = line.split(',').map((cell) => cell.trim());
    // 0x2B8510DE: device, then vendor.
    const id = /^0x([0-9A-Fa-f]{4})([0-9A-Fa-f]{4})$/u.exec(device ?? '');
    if (index === undefined || !/^\d+$/u.test(index) || name === undefined || id === null) return [];
    return [
      {
        index: Number(index),
        name,
        pciId: `${id[2] ?? ''}:${id[1] ?? ''}`.toLowerCase(),
        driver: driver ?? '',
        totalMib: numberOr0(total),
        freeMib: numberOr0(free),
        computeCapability: capability ?? '',
      },
    ];
  });
}

const numberOr0 = (text: string | undefined): number => (/^\d{1,9}$/u.test(text ?? '') ? Number(text) : 0);

/** A process that holds memory of a card, MiB. */
export interface GpuProcess {
  readonly pid: number;
  readonly name: string;
  readonly usedMib: number;
}

export function parseProcesses(text: string): GpuProcess[] {
  return text.split('\n').flatMap((line): GpuProcess[] => {
    const match = /^\s*(\d{1,10}),\s*(.*),\s*(\d{1,9})\s*$/u.exec(line);
    return match === null ? [] : [{ pid: Number(match[1]), name: match[2] ?? '', usedMib: Number(match[3]) }];
  });
}

/** The CUDA that the driver brings, from `nvidia-smi` or `nvidia-smi --version`. */
export const parseCuda = (text: string): string | undefined =>
  /CUDA Version\s*:\s*(\d+\.\d+)/u.exec(text)?.[1];

/** What was asked, and what was answered. */
export interface GpuAnswers {
  readonly cards: Said;
  readonly version: Said;
  readonly processes: Said;
  /** From /sys/bus/pci. */
  readonly pci: readonly PciCard[];
  /** Builds need a card here. */
  readonly needed: boolean;
  /** The largest build, GB; 0 when none needs the card. */
  readonly vramGb: number;
}

/** GPU, driver, CUDA and free VRAM. */
export function gpuFindings(answers: GpuAnswers): Finding[] {
  const { cards: said, pci, needed } = answers;
  const nvidia = pci.filter(({ pciId }) => pciId.startsWith('10de:'));
  const words = `${said.stdout}\n${said.stderr}`;
  const list = said.kind === 'ended' && said.exitCode === 0 ? parseCards(said.stdout) : [];
  if (list.length === 0) return [withoutCard(words, said, nvidia, needed)];
  return [...list.flatMap((card) => cardFindings(card, answers)), ...cudaFindings(answers)];
}

function withoutCard(words: string, said: Said, nvidia: readonly PciCard[], needed: boolean): Finding {
  const seen = nvidia.map(({ pciId, slot }) => `${pciId} in slot ${slot}`).join(', ');
  if (/Driver\/library version mismatch/u.test(words)) {
    return lacking(
      needed,
      'GPU driver',
      `the kernel runs another driver than the programs expect (${firstLine(words)})`,
      'sudo reboot',
    );
  }
  if (/couldn't communicate with the NVIDIA driver/u.test(words)) {
    return lacking(
      needed,
      'GPU driver',
      `the driver is installed and not running${seen === '' ? '' : `; the card is there: ${seen}`}`,
      'sudo dkms autoinstall && sudo modprobe nvidia',
    );
  }
  if (nvidia.length > 0) {
    return lacking(
      needed,
      'GPU driver',
      `the kernel sees ${seen}, and ${said.kind === 'missing' ? 'nvidia-smi is not installed' : `nvidia-smi says: ${firstLine(words)}`}`,
      'sudo apt-get install nvidia-driver-580-open',
    );
  }
  return lacking(
    needed,
    'GPU',
    'no NVIDIA card in this machine: previews only',
    'Set the runner up on the machine with the card: scripts/runner/README.md',
  );
}

const firstLine = (words: string): string => words.trim().split('\n')[0]?.trim().slice(0, 160) ?? '';

function cardFindings(card: Card, { processes, needed, vramGb }: GpuAnswers): Finding[] {
  const who = `GPU ${card.index}`;
  const findings: Finding[] = [];
  const detail = `${card.name} (${card.pciId}), compute capability ${card.computeCapability}, ${Math.round(card.totalMib / 1024)} GB`;
  if (card.pciId === RTX_5090.pciId) findings.push(ok(who, detail));
  else {
    findings.push(
      warn(
        who,
        `${detail}; expectations of time and memory are those of a ${RTX_5090.name} (${RTX_5090.pciId})`,
        'Give the systems what this card has: gpu.vramGb and gpu.minutes in assets/alpha.yml',
      ),
    );
  }
  const blackwell = versionOrder(card.computeCapability, RTX_5090.computeCapability) >= 0;
  if (blackwell && versionOrder(card.driver, BLACKWELL.driver) < 0) {
    findings.push(
      fail(
        `${who}: driver`,
        `${card.driver}; this card needs ${BLACKWELL.driver} or later, with the open kernel modules`,
        'sudo apt-get install nvidia-driver-580-open && sudo reboot',
      ),
    );
  } else findings.push(ok(`${who}: driver`, card.driver));
  const freeGb = card.freeMib / 1024;
  const holders = parseProcesses(processes.stdout);
  const held = holders.map(({ pid, name, usedMib }) => `${name} (${pid}) ${(usedMib / 1024).toFixed(1)} GB`);
  const free = `${freeGb.toFixed(1)} of ${(card.totalMib / 1024).toFixed(1)} GB free${held.length > 0 ? `, held by ${held.join(', ')}` : ''}`;
  if (vramGb * 1024 > card.totalMib) {
    findings.push(
      lacking(
        needed,
        `${who}: VRAM`,
        `${free}; the largest build needs ${vramGb} GB`,
        'Choose smaller params or another backend for that system in assets/alpha.yml',
      ),
    );
  } else if (vramGb > freeGb) {
    findings.push(
      lacking(
        needed,
        `${who}: VRAM`,
        `${free}; the largest build needs ${vramGb} GB`,
        holders.length > 0 ? `kill ${holders.map(({ pid }) => pid).join(' ')}` : 'nvidia-smi',
      ),
    );
  } else findings.push(ok(`${who}: VRAM`, free));
  return findings;
}

function cudaFindings({ version, cards, needed }: GpuAnswers): Finding[] {
  const cuda = parseCuda(version.stdout);
  const blackwell = parseCards(cards.stdout).some(
    ({ computeCapability }) => versionOrder(computeCapability, RTX_5090.computeCapability) >= 0,
  );
  if (cuda === undefined)
    return [warn('CUDA', 'nvidia-smi does not say which CUDA its driver brings', 'nvidia-smi --version')];
  if (blackwell && versionOrder(cuda, BLACKWELL.cuda) < 0) {
    return [
      lacking(
        needed,
        'CUDA',
        `the driver brings ${cuda}; this card needs ${BLACKWELL.cuda} or later`,
        'sudo apt-get install nvidia-driver-580-open && sudo reboot',
      ),
    ];
  }
  return [ok('CUDA', `${cuda} with the driver`)];
}
