import type { Node } from '#core/graph.ts';
import { freeComfyui } from './comfyui.ts';
import { comfyuiOf, readEnvironment } from './environment.ts';
import { warmDrivers } from './warm-drivers.ts';
import type { WarmDrivers } from './warm-drivers.ts';

/** Who holds VRAM for a build: its system, or the one ComfyUI that makes several. */
export const residentOf = ({ backend, system }: Pick<Node, 'backend' | 'system'>): string =>
  backend === 'comfyui' ? COMFYUI : system;
const COMFYUI = 'comfyui';

/** What stays in VRAM between the builds of a run, by its resident's name; drivers of ours end with the block. */
export interface Residents extends AsyncDisposable {
  readonly drivers: WarmDrivers;
  /** A build of that resident begins; it holds so much. GB. */
  begins(resident: string, vramGb: number): void;
  /** A build of that resident has left the card. */
  left(resident: string): void;
  /** Those whose model is loaded and serves no build, GB. */
  idle(): Map<string, number>;
  /** Has it leave VRAM. */
  end(resident: string): Promise<void>;
}

export function residents(): Residents {
  const drivers = warmDrivers();
  const sizes = new Map<string, number>();
  let comfyui = false;
  return {
    drivers,
    begins(resident, vramGb) {
      sizes.set(resident, resident === COMFYUI ? Math.max(vramGb, sizes.get(resident) ?? 0) : vramGb);
    },
    left(resident) {
      if (resident === COMFYUI) comfyui = true;
    },
    idle: () =>
      new Map(
        [...drivers.idle(), ...(comfyui ? [COMFYUI] : [])].map((resident) => [
          resident,
          sizes.get(resident) ?? 0,
        ]),
      ),
    async end(resident) {
      if (resident !== COMFYUI) return await drivers.end(resident);
      await freeComfyui(comfyuiOf(await readEnvironment()).url);
      comfyui = false;
    },
    [Symbol.asyncDispose]: () => drivers[Symbol.asyncDispose](),
  };
}
