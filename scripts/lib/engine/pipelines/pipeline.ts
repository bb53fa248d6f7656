import type { z } from 'zod';
import type { Json } from '#core/json.ts';
import type { ArtifactName, BackendName } from '#core/names.ts';
import type { Oid } from '#core/oid.ts';
import type { System } from '#core/system.ts';
import type { CardAccess } from './card.ts';

/** A system's parameters, as they stand in its key. */
export type Params = Readonly<Record<string, Json>>;

/** A declared input: a file that the backend may read and nothing else. */
export interface InputFile {
  /** Absolute; read-only. */
  readonly path: string;
  /** SHA-256 of its bytes, except for the reference itself, which is known by its pixels. */
  readonly digest: Oid;
}

/** What a backend is told. It knows no repository, no lock and no store. */
export interface BuildJob<P extends Params> {
  readonly artifact: ArtifactName;
  readonly params: P;
  readonly seed: number;
  /** What the key pins besides: `commit`, and `weights:<name>` → SHA-256. The preview backends have none. */
  readonly pins?: Readonly<Record<string, string>>;
  /** `slot/role` → file, exactly those that the key was computed over. */
  readonly inputs: ReadonlyMap<string, InputFile>;
  /** Empty and writable; every file that the system promises must stand in it at the end, nothing else. Absolute. */
  readonly outDir: string;
  /** Scratch space of this job alone, deleted afterwards. Absolute. */
  readonly workDir: string;
  readonly signal: AbortSignal;
  /** A line for the build's log. */
  log(line: string): void;
  /** How far it is, 0 to 1. */
  progress(share: number): void;
  /** Absent where nobody else has the card: a dry run, a test. */
  readonly card?: CardAccess | undefined;
}

/** What a dry run prints: everything that would be started or asked for, nothing of it done. */
export type Invocation =
  | {
      readonly kind: 'process';
      readonly argv: readonly string[];
      readonly cwd: string;
      /** What is set beside the inherited PATH and HOME. */
      readonly env: Readonly<Record<string, string>>;
      readonly files: readonly string[];
      /** What is written just before it starts, by path: the job of a driver. */
      readonly writes?: Readonly<Record<string, Json>>;
    }
  | {
      readonly kind: 'http';
      readonly method: 'GET' | 'POST' | 'WEBSOCKET';
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Json;
      readonly files: readonly string[];
    };

/** Who runs a pipeline, and how. Its version, part of the key, stands in the declaration. */
export interface Backend<P extends Params> {
  /** Leaves the promised files in `job.outDir`, or throws; a UserError where the owner can mend it. */
  build(job: BuildJob<P>): Promise<void>;
  /** What `build` would start or ask for. Absent where everything is computed here. */
  describe?(job: Omit<BuildJob<P>, 'log' | 'progress' | 'signal' | 'card'>): Promise<readonly Invocation[]>;
}

/**
 * What a system is, in `pipelines/<system>/declaration.ts`: it imports nothing that computes, for whoever plans, publishes or
 * ships must not be able to build (.github/decisions/0005). `versions` has the version of each backend that exists.
 */
export interface Declaration<P extends Params = Params> extends System {
  /** For people: "Hunyuan3D 2.1". */
  readonly title: string;
  /** Fills in every default, so that the key holds all of them. */
  readonly params: z.ZodType<P>;
}

/**
 * A system and who can run it, in `pipelines/<system>/pipeline.ts`. A backend is loaded when it is asked for: whoever builds a
 * preview does not wait for the clients of models.
 */
export interface Pipeline<P extends Params = Params> {
  readonly system: Declaration<P>;
  readonly backends: Readonly<Partial<Record<BackendName, () => Promise<Backend<P>>>>>;
}

/** The file in a slot. @throws {RangeError} when it was not declared: a bug of the pipeline */
export function inputOf<P extends Params>(
  job: Pick<BuildJob<P>, 'inputs' | 'artifact'>,
  name: string,
): InputFile {
  const input = job.inputs.get(name);
  if (input === undefined)
    throw new RangeError(`${job.artifact} has no input ${name}; it has ${[...job.inputs.keys()].join(', ')}`);
  return input;
}
