import { existsSync } from 'node:fs';
import { simpleGit } from 'simple-git';
import { z } from 'zod';
import { messageOf } from '#core/errors.ts';
import { ask } from '../backends/http.ts';
import { comfyServer } from '../backends/comfyui.ts';
import { commandLine, environmentFile, placeOf } from '../backends/environment.ts';
import type { Environment, Place } from '../backends/environment.ts';
import { weightsDigest } from '../backends/environment-weights.ts';
import { absolute, weightsPath } from '../backends/upstream-places.ts';
import { fail, lacking, ok, warn } from './finding.ts';
import type { Finding } from './finding.ts';
import { isFreePort } from './host.ts';
import { askProgram } from './run.ts';
import { TORCH_PROGRAM, torchFinding } from './torch.ts';

/** What the doctor must know of a system to look for it. */
export interface SystemWanted {
  readonly system: string;
  readonly repository: string;
  readonly commit: string;
  /** Default places of its weights, by name. */
  readonly weights: Readonly<Record<string, string>>;
  /** From the manifest: `weights:<name>` → SHA-256. */
  readonly pins: Readonly<Record<string, string>>;
  /** The manifest has it made by its own program. */
  readonly needed: boolean;
}

/** How thoroughly weights are looked at. */
export type WeightsLook = 'there' | 'digest';

/** Checkout, Python, PyTorch and weights of one system. One that is neither needed nor there is told in one line. */
export async function systemFindings(
  environment: Environment,
  wanted: SystemWanted,
  look: WeightsLook,
): Promise<Finding[]> {
  const place = placeOf(environment, wanted.system);
  const clone = `git clone --recurse-submodules https://github.com/${wanted.repository} ${place.checkout} && git -C ${place.checkout} checkout --recurse-submodules ${wanted.commit}`;
  if (!existsSync(place.checkout))
    return [lacking(wanted.needed, wanted.system, `is not at ${place.checkout}`, clone)];
  return [
    await checkoutFinding(wanted, place),
    await torchOf(place),
    ...(await weightsFindings(wanted, place, look)),
  ];
}

async function checkoutFinding({ system, commit }: SystemWanted, { checkout }: Place): Promise<Finding> {
  const what = `checkout of ${system}`;
  try {
    const head = (await simpleGit(checkout).revparse(['HEAD'])).trim();
    return head === commit
      ? ok(what, `${commit.slice(0, 12)} at ${checkout}`)
      : fail(
          what,
          `is at ${head.slice(0, 12)}, not at ${commit.slice(0, 12)}`,
          `git -C ${checkout} checkout ${commit}`,
        );
  } catch (error) {
    return fail(
      what,
      `${checkout} is no Git repository: ${messageOf(error).slice(0, 120)}`,
      `rm -r ${checkout}`,
    );
  }
}

async function torchOf(place: Place): Promise<Finding> {
  const argv = commandLine(place, ['python', '-c', TORCH_PROGRAM], {
    cwd: place.checkout,
    env: place.env,
    mounts: { readOnly: [], writable: [] },
    name: `alpha-doctor-${place.system.replaceAll('.', '-')}`,
  });
  const said = await askProgram(argv, { seconds: 120, cwd: place.checkout });
  const python = argv.slice(0, argv.indexOf('-c')).join(' ');
  return torchFinding(place.system, said, python);
}

async function weightsFindings(
  { system, weights, pins, needed }: SystemWanted,
  place: Place,
  look: WeightsLook,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [name, usual] of Object.entries(weights)) {
    const what = `weights of ${system}: ${name}`;
    const path = absolute(weightsPath(place, name, usual), place.checkout);
    const pin = pins[`weights:${name}`];
    if (!existsSync(path)) {
      findings.push(
        lacking(
          needed,
          what,
          `are not at ${path}`,
          `Download them as the page of ${system} says, or name their place in ${environmentFile()}: systems.${system}.weights.${name}`,
        ),
      );
    } else if (look === 'there') {
      findings.push(
        pin === undefined
          ? warn(what, `at ${path}, not pinned`, 'npm run alpha -- doctor --weights')
          : ok(what, `at ${path}; \`--weights\` checks the digest`),
      );
    } else {
      const digest = await weightsDigest(path);
      if (pin === undefined) {
        findings.push(
          warn(
            what,
            `at ${path}, not pinned`,
            `systems.${system}.pins in assets/alpha.yml: 'weights:${name}': ${digest}`,
          ),
        );
      } else if (pin === digest) findings.push(ok(what, `${digest.slice(0, 12)}, as pinned`));
      else
        findings.push(
          fail(
            what,
            `${digest.slice(0, 12)}; pinned is ${pin.slice(0, 12)}`,
            `rm -r ${path}, and download them again`,
          ),
        );
    }
  }
  return findings;
}

const Stats = z.looseObject({
  system: z.looseObject({ comfyui_version: z.string().optional(), pytorch_version: z.string().optional() }),
  devices: z.array(z.looseObject({ name: z.string(), vram_free: z.number().optional() })),
});

/** Whether ComfyUI answers, and what it runs on. */
export async function comfyuiFinding(url: string, needed: boolean): Promise<Finding> {
  const server = comfyServer(url);
  const clock = AbortSignal.timeout(5000);
  try {
    const { status, bytes } = await ask(server, { method: 'GET', path: '/system_stats' }, clock);
    const stats = status === 200 ? Stats.safeParse(JSON.parse(bytes.toString('utf8'))) : undefined;
    if (stats?.success !== true)
      return fail(
        'ComfyUI',
        `something else than ComfyUI answers at ${url}`,
        `ss -ltnp 'sport = :${new URL(url).port}'`,
      );
    const { system, devices } = stats.data;
    return ok(
      'ComfyUI',
      `${system.comfyui_version ?? 'unknown version'} with torch ${system.pytorch_version ?? '?'} on ${devices.map(({ name }) => name).join(', ')}`,
    );
  } catch {
    const port = Number(new URL(url).port || '80');
    const free = await isFreePort(port);
    return lacking(
      needed,
      'ComfyUI',
      free ? `nothing listens at ${url}` : `whatever listens at ${url} does not answer as ComfyUI`,
      free ? server.mend : `ss -ltnp 'sport = :${port}'`,
    );
  }
}
