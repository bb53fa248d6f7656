import { parentsOf } from '#core/graph.ts';
import type { Graph } from '#core/graph.ts';
import type { ArtifactName } from '#core/names.ts';
import type { Catalog } from '#core/system.ts';
import type { Measured } from './measured.ts';
import type { Task } from './work.ts';

/** Weights come from a disk at about this rate, GB a second: an NVMe drive, through PyTorch. */
const LOAD_GB_PER_SECOND = 2;
/** On the CPU, where nothing was measured and its system says nothing: a preview, an encode. */
const CPU_SECONDS = { preview: 12, tail: 4 };

/** The stale artifacts of a graph as tasks. What is fresh costs nothing and is left out. */
export function tasksOf(
  graph: Graph,
  stale: ReadonlySet<ArtifactName>,
  measured: ReadonlyMap<ArtifactName, Measured>,
  catalog: Catalog,
): Task[] {
  return [...graph.values()]
    .filter(({ name }) => stale.has(name))
    .map((node): Task => {
      const known = measured.get(node.name);
      const parents = parentsOf(node).filter((parent) => stale.has(parent));
      if (node.backend === 'preview' || node.gpu === undefined) {
        const cpuSeconds = known?.seconds ?? catalog.get(node.system)?.previewSeconds ?? CPU_SECONDS.preview;
        return { name: node.name, parents, vramGb: 0, loadSeconds: 0, gpuSeconds: 0, cpuSeconds };
      }
      const { vramGb, minutes } = node.gpu;
      return {
        name: node.name,
        parents,
        model: node.system,
        vramGb,
        loadSeconds: vramGb / LOAD_GB_PER_SECOND,
        gpuSeconds: known?.gpuSeconds ?? minutes * 60,
        cpuSeconds: CPU_SECONDS.tail,
      };
    });
}
