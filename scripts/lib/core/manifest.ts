import { z } from 'zod';
import { byCodeUnit, inOrder, Json } from './json.ts';
import { BackendName, SystemName, Word } from './names.ts';
import { RepoPath } from './repo-path.ts';
import type { Catalog } from './system.ts';
import { faultsOf, readYaml, refuse } from './yaml-document.ts';
import type { Fault } from './yaml-document.ts';

const Source = z.discriminatedUnion('kind', [
  /** A picture in Git LFS, known by its pixels: a re-encoded file with equal pixels is the same source. */
  z.strictObject({
    kind: z.literal('picture'),
    path: RepoPath,
    card: RepoPath,
    width: z.int().min(16).max(8192),
    height: z.int().min(16).max(8192),
  }),
  /** Prompt tokens of a voice (`.npy` in Git LFS) with what was said in them: without it they are ignored upstream. */
  z.strictObject({ kind: z.literal('tokens'), path: RepoPath, transcript: z.string().min(1).max(2000) }),
]);
export type Source = z.infer<typeof Source>;

/** A region by ISO 3166-1 alpha-2, or `EU` for the union as a whole. */
const Region = z.string().regex(/^[A-Z]{2}$/u, 'must be a two-letter region such as KR or EU');

/** What a system's licence allows; data, so that plan, comment and release notes can show it and `ship` can refuse. */
export const Licence = z.strictObject({
  name: z.string().min(1).max(120),
  /** Outputs may not be used commercially. */
  nonCommercial: z.boolean().default(false),
  /** Outputs may be used for research only. */
  researchOnly: z.boolean().default(false),
  /** Regions where there is no licence at all, outputs included. */
  excludedRegions: z.array(Region).default([]),
  note: z.string().max(400).exactOptional(),
});
export type Licence = z.infer<typeof Licence>;

const SystemChoice = z.strictObject({
  backend: BackendName,
  /** What the `upstream` and `comfyui` backends are pinned to: commit, container digest, weights as `weights:<file>` → SHA-256. */
  pins: z.record(z.string(), z.string().min(1)).default({}),
  licence: Licence.exactOptional(),
  /** What a build needs on the GPU with the production backend; measured figures in the ledger replace the minutes. */
  gpu: z
    .strictObject({ vramGb: z.number().min(0).max(1024), minutes: z.number().min(0).max(10_000) })
    .exactOptional(),
});
export type SystemChoice = z.infer<typeof SystemChoice>;

/** `source.<name>`, `episode.narration`, `episode.ambient`, or the name of an artifact. */
const Read = z
  .string()
  .regex(
    /^(?:source\.[a-z][a-z0-9-]*|episode\.(?:narration|ambient)|[a-z][a-z0-9-]*)$/u,
    'must be source.<name>, episode.narration, episode.ambient or an artifact',
  );

const Artifact = z.strictObject({
  system: SystemName,
  /** One for each episode, named `<artifact>/<episode>`. */
  per: z.literal('episode').exactOptional(),
  reads: z.record(Word, Read),
  params: z.record(z.string(), Json).default({}),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(0),
  /** `never`: research only; nothing that descends from it may ship either. */
  ships: z.enum(['yes', 'no', 'never']),
  /** Held against the canonical picture before it may be published. */
  gate: z.literal('identity').exactOptional(),
});
export type Artifact = z.infer<typeof Artifact>;

/** What should exist: `assets/alpha.yml`. Data, never code. */
export const Manifest = z.strictObject({
  schema: z.literal('alpha/1'),
  sources: z.record(Word, Source),
  /** Folder with one folder an episode. */
  episodes: RepoPath,
  systems: z.record(SystemName, SystemChoice),
  artifacts: z.record(Word, Artifact),
});
export type Manifest = z.infer<typeof Manifest>;

export const MANIFEST_PATH = RepoPath.parse('assets/alpha.yml');

/**
 * Reads a manifest and holds it against the systems that exist.
 *
 * @throws {UserError} `manifest-invalid`, naming every fault at once, each with line and column
 */
export function parseManifest(text: string, file: RepoPath, catalog: Catalog): Manifest {
  const document = readYaml(text, file);
  const hint = `Mend the lines above in ${file}; assets/schema/manifest.json lists all fields.`;
  if (document.faults.length > 0) refuse(document, [], 'manifest-invalid', hint);
  const parsed = Manifest.safeParse(document.value);
  const faults = [
    ...(parsed.success ? [] : faultsOf(parsed.error)),
    ...meaningFaults(document.value, catalog),
  ];
  if (parsed.success && faults.length === 0) {
    const { data } = parsed;
    const artifacts = Object.fromEntries(
      Object.entries(data.artifacts).map(([name, artifact]) => [
        name,
        { ...artifact, params: { ...catalog.get(artifact.system)?.params.parse(artifact.params) } },
      ]),
    );
    return { ...data, artifacts };
  }
  return refuse(document, faults, 'manifest-invalid', hint);
}

/** What a schema cannot say: that names exist, slots are filled, no circle closes. Looks at whatever part of the document has its form. */
function meaningFaults(value: unknown, catalog: Catalog): Fault[] {
  const sources = partOf(value, 'sources', Source);
  const systems = partOf(value, 'systems', SystemChoice);
  const artifacts = partOf(value, 'artifacts', Artifact);
  const faults: Fault[] = [];
  const fault = (path: readonly string[], message: string) => faults.push({ path, message });

  for (const [name, choice] of systems.good) {
    const system = catalog.get(name);
    if (system === undefined)
      fault(
        ['systems', name],
        `no such system; there are ${[...catalog.keys()].toSorted(byCodeUnit).join(', ')}`,
      );
    else if (system.versions[choice.backend] === undefined) {
      fault(
        ['systems', name, 'backend'],
        `${name} has no ${choice.backend} backend; it has ${Object.keys(system.versions).join(', ') || 'none'}`,
      );
    }
  }
  for (const [name, artifact] of artifacts.good) {
    const here = ['artifacts', name];
    const system = catalog.get(artifact.system);
    if (system === undefined) {
      fault(
        [...here, 'system'],
        `no such system: ${artifact.system}; there are ${[...catalog.keys()].toSorted(byCodeUnit).join(', ')}`,
      );
    } else {
      if (!systems.names.has(artifact.system))
        fault(
          [...here, 'system'],
          `systems.${artifact.system} is missing: it must say which backend runs it`,
        );
      for (const slot of system.slots)
        if (artifact.reads[slot] === undefined)
          fault([...here, 'reads'], `${slot} is missing: ${artifact.system} needs it`);
      for (const slot of Object.keys(artifact.reads))
        if (!system.slots.includes(slot))
          fault(
            [...here, 'reads', slot],
            `${artifact.system} does not take it; it takes ${system.slots.join(', ')}`,
          );
      const params = system.params.safeParse(artifact.params);
      if (!params.success)
        faults.push(
          ...faultsOf(params.error).map(({ path, message }) => ({
            path: [...here, 'params', ...path],
            message,
          })),
        );
    }
    for (const [slot, read] of Object.entries(artifact.reads)) {
      const [kind, rest] = read.split('.');
      if (kind === 'source' && rest !== undefined) {
        if (!sources.names.has(rest)) fault([...here, 'reads', slot], `no such source: ${rest}`);
      } else if (kind === 'episode' && rest !== undefined) {
        if (artifact.per !== 'episode')
          fault([...here, 'reads', slot], `${name} is not made per episode, so it has no ${read}`);
      } else if (!artifacts.names.has(read)) fault([...here, 'reads', slot], `no such artifact: ${read}`);
      else if (artifacts.good.get(read)?.per === 'episode' && artifact.per !== 'episode') {
        fault([...here, 'reads', slot], `${read} is made per episode and ${name} is not`);
      }
    }
  }
  const circle = findCircle(artifacts.good);
  if (circle !== undefined) fault(['artifacts', circle[0] ?? ''], `a circle: ${circle.join(' reads ')}`);
  const taken = new Map<string, string>();
  for (const [name, source] of sources.good) {
    const other = taken.get(source.path);
    if (other !== undefined) fault(['sources', name, 'path'], `${source.path} is source ${other} already`);
    taken.set(source.path, name);
  }
  return faults;
}

/** The entries of one part that have their form, and the names of all. */
function partOf<T>(
  value: unknown,
  part: string,
  schema: z.ZodType<T>,
): { names: Set<string>; good: Map<string, T> } {
  const record = z.record(z.string(), z.unknown()).catch({});
  const entries = inOrder(record.parse(record.parse(value)[part]));
  const good = new Map<string, T>();
  for (const [name, entry] of entries) {
    const parsed = schema.safeParse(entry);
    if (parsed.success) good.set(name, parsed.data);
  }
  return { names: new Set(entries.map(([name]) => name)), good };
}

/** The first circle among the artifacts, from its first name back to it; depth first, in code-unit order, without recursion. */
function findCircle(artifacts: ReadonlyMap<string, Artifact>): string[] | undefined {
  const done = new Set<string>();
  for (const start of artifacts.keys()) {
    const path: { name: string; next: string[] }[] = [];
    const open = new Set<string>();
    const enter = (name: string) => {
      open.add(name);
      path.push({
        name,
        next: inOrder(artifacts.get(name)?.reads ?? {})
          .map(([, read]) => read)
          .filter((read) => artifacts.has(read)),
      });
    };
    if (!done.has(start)) enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.next.shift();
      if (next === undefined) {
        done.add(top.name);
        open.delete(top.name);
        path.pop();
      } else if (open.has(next)) {
        return [...path.map(({ name }) => name).slice(path.findIndex(({ name }) => name === next)), next];
      } else if (!done.has(next)) enter(next);
    }
  }
  return undefined;
}
