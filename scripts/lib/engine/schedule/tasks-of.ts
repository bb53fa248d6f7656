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
      const apart = catalog.get(node.system)?.loadsApart?.includes(node.backend) === true;
      return {
        name: node.name,
        parents,
        // What a program loads for one build alone is part of what it has the card for.
        model: apart ? node.system : node.name,
        vramGb,
        loadSeconds: apart ? vramGb / LOAD_GB_PER_SECOND : 0,
        gpuSeconds: known?.gpuSeconds ?? minutes * 60,
        cpuSeconds: CPU_SECONDS.tail,
      };
    });
}
