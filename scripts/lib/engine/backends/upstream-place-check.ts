import { existsSync } from 'node:fs';
import { simpleGit } from 'simple-git';
import { UserError } from '#core/errors.ts';
import { inOrder } from '#core/json.ts';
import type { Params } from '../pipelines/pipeline.ts';
import { environmentFile, unsetWeights } from './environment.ts';
import { weightsDigest } from './environment-weights.ts';
import { absolute } from './upstream-places.ts';
import type { Site, UpstreamSystem } from './upstream-system.ts';

/** The place is what the key says: commit, unchanged code, weights. */
export async function checkPlace<P extends Params>(system: UpstreamSystem<P>, site: Site<P>): Promise<void> {
  const { place, job } = site;
  if (!existsSync(place.checkout)) {
    throw new UserError('upstream-missing', `${system.system} is not at ${place.checkout}`, {
      hint: `\`git clone --recurse-submodules https://github.com/${system.pin.repository} ${place.checkout} && git -C ${place.checkout} checkout --recurse-submodules ${system.pin.commit}\`, or name its place in ${environmentFile()}.`,
    });
  }
  const git = simpleGit(place.checkout);
  const head = (await git.revparse(['HEAD'])).trim();
  if (head !== system.pin.commit) {
    throw new UserError(
      'upstream-commit',
      `${place.checkout} is at ${head.slice(0, 12)}; the key says ${system.pin.commit.slice(0, 12)}`,
      { hint: `\`git -C ${place.checkout} checkout ${system.pin.commit}\`` },
    );
  }
  // Pins of packages are the owner's to raise (RTX 50 needs newer ones than most upstreams name); code is not.
  const others = ['*requirements*.txt', 'pyproject.toml', 'setup.py', '*.lock', '*Dockerfile*', '*.md'];
  const changed = await git.raw([
    'status',
    '--porcelain',
    '--untracked-files=no',
    '--ignore-submodules=dirty',
    '--',
    '.',
    ...others.map((pattern) => `:(exclude,glob)**/${pattern}`),
  ]);
  if (changed.trim() !== '') {
    throw new UserError(
      'upstream-modified',
      `${place.checkout} has changes that its commit does not have:\n${changed.trimEnd()}`,
      {
        hint: `Look at them with \`git -C ${place.checkout} diff\`; \`git -C ${place.checkout} checkout .\` drops them.`,
      },
    );
  }
  const { commit } = job.pins ?? {};
  if (commit !== undefined && commit !== system.pin.commit) {
    throw new UserError(
      'pin-unknown',
      `assets/alpha.yml pins ${system.system} to ${commit.slice(0, 12)}; its backend here speaks to ${system.pin.commit.slice(0, 12)}`,
      {
        hint: `Pin it to ${system.pin.commit}, or use the version of alpha-ref that knows the other commit.`,
      },
    );
  }
  const known = system.weights(job.params);
  for (const name of Object.keys(known)) {
    const path = absolute(site.weights(name), place.checkout);
    if (!existsSync(path)) throw unsetWeights(system.system, name, path);
  }
  for (const [pin, wanted] of inOrder(job.pins ?? {})) {
    const name = /^weights:(.+)$/u.exec(pin)?.[1];
    if (name === undefined) continue;
    if (known[name] === undefined) {
      throw new UserError('pin-unknown', `${system.system} has no weights called ${name}`, {
        hint: `It has ${Object.keys(known).join(', ') || 'none'}: mend systems.${system.system}.pins in assets/alpha.yml.`,
      });
    }
    const path = absolute(site.weights(name), place.checkout);
    const found = await weightsDigest(path);
    if (found !== wanted) {
      throw new UserError(
        'weights-changed',
        `${path} is ${found.slice(0, 12)}; the key says ${wanted.slice(0, 12)}`,
        {
          hint: `Download it anew, or change the pin weights:${name} of ${system.system} in assets/alpha.yml, which rebuilds what was made with it.`,
        },
      );
    }
  }
}
