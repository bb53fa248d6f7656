import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { Json } from '#core/json.ts';
import { messageOf } from '#core/errors.ts';
import {
  ErrorPolicy,
  NoOperationTraceWriter,
  convertWorkflowTemplate,
  parseAction,
  parseWorkflow,
} from './parser.ts';

/**
 * A workflow file as the runner wants it. GitHub's own parser judges the file; the values come from the YAML itself,
 * because the parser keeps the indentation of block scalars that hold an expression.
 */

const Texts = z.union([z.string(), z.number(), z.boolean()]);
const Env = z.union([z.record(z.string(), z.union([Texts, z.null()])), z.string()]);
const Defaults = z.object({
  run: z.object({ shell: z.string().optional(), 'working-directory': z.string().optional() }).optional(),
});
export const PermissionsSpec = z.union([
  z.enum(['read-all', 'write-all']),
  z.record(z.string(), z.enum(['read', 'write', 'none'])),
]);
export type PermissionsSpec = z.infer<typeof PermissionsSpec>;

const ConcurrencySpec = z.union([
  z.string(),
  z.object({
    group: z.string(),
    'cancel-in-progress': z.union([z.boolean(), z.string()]).optional(),
    queue: z.enum(['single', 'max']).optional(),
  }),
]);
export type ConcurrencySpec = z.infer<typeof ConcurrencySpec>;

export const StepSpec = z.looseObject({
  id: z.string().optional(),
  name: z.string().optional(),
  if: Texts.nullish(),
  uses: z.string().optional(),
  run: z.string().optional(),
  shell: z.string().optional(),
  'working-directory': z.string().optional(),
  with: z.record(z.string(), z.union([Texts, z.null()])).nullish(),
  env: Env.nullish(),
  'continue-on-error': z.union([z.boolean(), z.string()]).optional(),
  'timeout-minutes': z.union([z.number(), z.string()]).optional(),
});
export type StepSpec = z.infer<typeof StepSpec>;

const JobSpec = z.object({
  name: z.string().optional(),
  needs: z.union([z.string(), z.array(z.string())]).optional(),
  if: Texts.nullish(),
  'runs-on': Json.optional(),
  permissions: PermissionsSpec.nullish(),
  environment: z.union([z.string(), z.looseObject({ name: z.string() })]).nullish(),
  concurrency: ConcurrencySpec.nullish(),
  outputs: z.record(z.string(), z.string()).nullish(),
  env: Env.nullish(),
  defaults: Defaults.nullish(),
  strategy: z
    .object({
      matrix: Json.optional(),
      'fail-fast': z.union([z.boolean(), z.string()]).optional(),
      'max-parallel': z.union([z.number(), z.string()]).optional(),
    })
    .nullish(),
  'timeout-minutes': z.union([z.number(), z.string()]).optional(),
  'continue-on-error': z.union([z.boolean(), z.string()]).optional(),
  container: Json.optional(),
  services: Json.optional(),
  uses: z.string().optional(),
  steps: z.array(StepSpec).optional(),
});
export type JobSpec = z.infer<typeof JobSpec>;

const FileSpec = z.object({
  name: z.string().optional(),
  'run-name': z.string().optional(),
  permissions: PermissionsSpec.nullish(),
  env: Env.nullish(),
  defaults: Defaults.nullish(),
  concurrency: ConcurrencySpec.nullish(),
  jobs: z.record(z.string(), JobSpec),
});

export interface WorkflowFile extends z.infer<typeof FileSpec> {
  /** `.github/workflows/x.yml` */
  readonly path: string;
  /** By event name; what the converter of GitHub's parser made of `on:`. */
  readonly on: Readonly<Record<string, Json>>;
}

export type Parsed =
  | { readonly kind: 'workflow'; readonly workflow: WorkflowFile }
  | { readonly kind: 'invalid'; readonly errors: readonly string[] };

/** GitHub's limit for one file. */
const FILE_LIMIT = 500 * 1024;

/**
 * `cache-mode` is valid since September 2026, but not yet known to the parser. The one error that may be passed over.
 */
const KNOWN_LATER = /Unexpected value 'cache-mode'$/u;

export async function parseWorkflowFile(path: string, text: string): Promise<Parsed> {
  if (Buffer.byteLength(text) > FILE_LIMIT) {
    return { kind: 'invalid', errors: [`${path}: a workflow file must not be larger than 512 000 bytes`] };
  }
  const result = parseWorkflow({ name: path, content: text }, new NoOperationTraceWriter());
  let on: Json = {};
  if (result.value) {
    const template = await convertWorkflowTemplate(result.context, result.value, undefined, {
      errorPolicy: ErrorPolicy.TryConversion,
    });
    on = Json.parse(JSON.parse(JSON.stringify(template.events ?? {})));
  }
  const errors = result.context.errors
    .getErrors()
    .map((error) => error.message)
    .filter((message) => !KNOWN_LATER.test(message));
  if (errors.length > 0) return { kind: 'invalid', errors };
  try {
    const spec = FileSpec.parse(parseYaml(text, { merge: true }));
    return { kind: 'workflow', workflow: { ...spec, path, on: z.record(z.string(), Json).parse(on) } };
  } catch (error) {
    return { kind: 'invalid', errors: [`${path}: ${messageOf(error)}`] };
  }
}

const Input = z.looseObject({
  required: z.boolean().optional(),
  default: Texts.optional(),
  deprecationMessage: z.string().optional(),
});
const ActionSpec = z.object({
  name: z.string(),
  inputs: z.record(z.string(), Input.nullable()).nullish(),
  outputs: z.record(z.string(), z.looseObject({ value: z.string().optional() })).nullish(),
  runs: z.discriminatedUnion('using', [
    z.object({
      using: z.enum(['node20', 'node24']),
      main: z.string(),
      pre: z.string().optional(),
      post: z.string().optional(),
      'post-if': z.string().optional(),
    }),
    z.object({ using: z.literal('composite'), steps: z.array(StepSpec) }),
  ]),
});
export type ActionSpec = z.infer<typeof ActionSpec>;

/** @throws Error with GitHub's own words where an action.yml is wrong */
export function parseActionFile(path: string, text: string): ActionSpec {
  const result = parseAction({ name: path, content: text }, new NoOperationTraceWriter());
  const errors = result.context.errors.getErrors().map((error) => error.message);
  if (errors.length > 0) throw new Error(errors.join('\n'));
  return ActionSpec.parse(parseYaml(text, { merge: true }));
}
