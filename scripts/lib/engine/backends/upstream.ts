import type { Backend, Params } from '../pipelines/pipeline.ts';
import { holdFolder } from './environment-lock.ts';
import { placeOf, readEnvironment } from './environment.ts';
import { checkPlace } from './upstream-place-check.ts';
import { weightsPath } from './upstream-places.ts';
import { runProcess } from './upstream-process.ts';
import type { RunProcess } from './upstream-process.ts';
import { invocationOf, runSteps } from './upstream-steps.ts';
import type { JobFacts, Site, UpstreamSystem } from './upstream-system.ts';

/** What a test may replace: the machine's file and the way a process is run. */
export interface UpstreamHost {
  readonly environmentFile?: string;
  readonly run?: RunProcess;
}

/**
 * A backend that runs a model's own program: pinned commit, own environment, no network, each output checked, since exit 0
 * of these programs is no success.
 */
export function upstreamBackend<P extends Params>(
  system: UpstreamSystem<P>,
  host: UpstreamHost = {},
): Backend<P> {
  const siteOf = async (job: JobFacts<P>): Promise<Site<P>> => {
    const place = placeOf(await readEnvironment(host.environmentFile), system.system);
    return {
      job,
      place,
      weights: (name) => weightsPath(place, name, system.weights(job.params)[name]),
    };
  };
  return {
    async describe(job) {
      const site = await siteOf(job);
      return (await system.steps(site)).map((step) => invocationOf(step, site));
    },
    async build(job) {
      const site = await siteOf(job);
      await checkPlace(system, site);
      await system.prepare?.(site);
      {
        await using _held = await holdFolder(site.place.checkout, job.signal);
        await runSteps(system, site, job, host.run ?? runProcess);
      }
      await system.collect(site, job.signal);
      job.progress(1);
    },
  };
}
