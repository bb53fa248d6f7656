import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { byCodeUnit } from '#core/json.ts';
import { fail, gigabytes, ok, warn } from './finding.ts';
import type { Finding } from './finding.ts';
import type { PciCard } from './gpu.ts';

/** Display and 3D controllers of the machine: class 0x03…, PCI Local Bus Specification 3.0, appendix D. */
export async function pciCards(root = '/sys/bus/pci/devices'): Promise<PciCard[]> {
  const slots = await readdir(root).catch(() => []);
  const cards: PciCard[] = [];
  for (const slot of slots.toSorted(byCodeUnit)) {
    const read = async (name: string) =>
      (await readFile(join(root, slot, name), 'utf8').catch(() => '')).trim();
    const [kind, vendor, device] = await Promise.all([read('class'), read('vendor'), read('device')]);
    if (!kind.startsWith('0x03')) continue;
    cards.push({ slot, pciId: `${vendor.replace(/^0x/u, '')}:${device.replace(/^0x/u, '')}` });
  }
  return cards;
}

const GIB = 2 ** 30;
/** What one whole build of the graph with its scratch takes; weights are not counted. */
const DISK = { least: 20 * GIB, enough: 100 * GIB };

export async function diskFinding(what: string, path: string): Promise<Finding> {
  let folder = path;
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
  const { bavail, bsize } = await statfs(folder);
  return diskJudged(what, folder, bavail * bsize);
}

/** @param free bytes */
export function diskJudged(what: string, folder: string, free: number): Finding {
  const detail = `${gigabytes(free)} free at ${folder}`;
  if (free < DISK.least) return fail(what, detail, 'npm run alpha -- sweep');
  if (free < DISK.enough) return warn(what, detail, 'npm run alpha -- sweep');
  return ok(what, detail);
}

/** Offloading keeps whole models in memory: Wan was killed at 32 GB and is said to need 64. */
export function memoryFinding(bytes = totalmem(), needed = false): Finding {
  const detail = gigabytes(bytes);
  return needed && bytes < 60 * GIB
    ? warn(
        'memory',
        `${detail}; the models ask for 64 GB`,
        'Add memory, or a swap file: sudo fallocate -l 64G /swapfile',
      )
    : ok('memory', detail);
}

/** Whether a port of this machine is free. */
export async function isFreePort(port: number): Promise<boolean> {
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
