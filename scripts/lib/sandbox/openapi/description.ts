import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import { z } from 'zod';
import { isOperation } from './operations.ts';
import type { OperationId } from './operations.ts';

const Schema = z.record(z.string(), z.unknown());
const Operation = z.strictObject({
  method: z.string(),
  path: z.string(),
  parameters: z.array(
    z.strictObject({ name: z.string(), in: z.string(), required: z.boolean(), schema: Schema }),
  ),
  body: Schema.nullable(),
  bodyRequired: z.boolean(),
  responses: z.record(z.string(), Schema.nullable()),
});
type Operation = z.infer<typeof Operation>;
const Cut = z.strictObject({
  source: z.string(),
  operations: z.record(z.string(), Operation),
  components: z.strictObject({ schemas: z.record(z.string(), Schema) }),
});

/** Which operation a request asks for, and what its path says; `params` are decoded. */
interface Match {
  readonly id: OperationId;
  readonly params: Readonly<Record<string, string>>;
}

/** GitHub's own description of its REST API, cut to what the forge answers, as something to check against. */
export interface Description {
  /** `@octokit/openapi` and its version. */
  readonly source: string;
  /** `undefined` where the cut description knows no such route. */
  match(method: string, path: string): Match | undefined;
  /** What is wrong with a request: empty when it is as described. */
  requestFaults(id: OperationId, query: URLSearchParams, body: unknown): string[];
  /** What is wrong with an answer: an undocumented status or another shape. */
  responseFaults(id: OperationId, status: number, body: unknown): string[];
}

/** Parameters that may hold slashes: branches, refs, paths. */
const WIDE = new Set(['ref', 'path', 'basehead', 'branch', 'tag']);

/**
 * GitHub answers these from any operation, documented or not (wrong token, missing thing, missing permission, invalid
 * body, too many requests, a fault of its own), always with a message.
 */
const ANYWHERE = new Set([401, 403, 404, 422, 429, 500, 502, 503]);

export function loadDescription(): Description {
  const cut = Cut.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'github.json'), 'utf8')));
  // A check runs a few times and is made once: one function a schema, not each written into all that name it, and none polished.
  const quick = { inlineRefs: false, code: { optimize: false } };
  const options = { strict: false, allErrors: true, validateFormats: false, ...quick };
  const bodies = new Ajv(options);
  const queries = new Ajv({ ...options, coerceTypes: 'array' });
  bodies.addSchema({ ...cut, $id: 'github' });
  const compiled = new Map<string, ValidateFunction>();
  const byPointer = (pointer: string): ValidateFunction => {
    const known = compiled.get(pointer) ?? bodies.compile({ $ref: `github#${pointer}` });
    compiled.set(pointer, known);
    return known;
  };
  const byQuery = (id: string, operation: Operation): ValidateFunction => {
    const inQuery = operation.parameters.filter((parameter) => parameter.in === 'query');
    const known =
      compiled.get(`query ${id}`) ??
      queries.compile({
        type: 'object',
        properties: Object.fromEntries(inQuery.map(({ name, schema }) => [name, schema])),
        required: inQuery.filter(({ required }) => required).map(({ name }) => name),
        additionalProperties: false,
      });
    compiled.set(`query ${id}`, known);
    return known;
  };

  const routes = Object.entries(cut.operations)
    .flatMap(([id, operation]) => (isOperation(id) ? [{ id, operation, ...pattern(operation.path) }] : []))
    .toSorted((a, b) => b.literals - a.literals || a.names.length - b.names.length);
  const operationOf = (id: OperationId): Operation => {
    const operation = cut.operations[id];
    if (operation === undefined) throw new Error(`openapi/github.json lacks ${id}: run openapi/cut.ts`);
    return operation;
  };

  return {
    source: cut.source,
    match(method, path) {
      for (const { id, operation, expression, names } of routes) {
        const found = operation.method === method ? expression.exec(path) : null;
        if (found)
          return { id, params: Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? ''])) };
      }
      return undefined;
    },
    requestFaults(id, query, body) {
      const operation = operationOf(id);
      const faults = told(byQuery(id, operation), Object.fromEntries(query), 'query');
      // Octokit sends no body where every field is optional.
      if (body === undefined)
        return operation.bodyRequired && operation.body ? [...faults, 'body is missing'] : faults;
      return operation.body
        ? [...faults, ...told(byPointer(`/operations/${escape(id)}/body`), body, 'body')]
        : faults;
    },
    responseFaults(id, status, body) {
      const documented = operationOf(id).responses[String(status)];
      if (documented)
        return told(byPointer(`/operations/${escape(id)}/responses/${status}`), body, 'response');
      if (ANYWHERE.has(status)) return told(byPointer('/components/schemas/basic-error'), body, 'response');
      if (documented === undefined) return [`status ${status} is not documented for ${id}`];
      return body === undefined ? [] : [`status ${status} of ${id} is documented without a body`];
    },
  };
}

/** `/repos/{owner}/git/ref/{ref}` as an expression, with the names of its groups. */
function pattern(path: string): { expression: RegExp; names: string[]; literals: number } {
  const names: string[] = [];
  const source = path
    .split('/')
    .map((part) =>
      part.replaceAll(/\{([^}]+)\}|[^{]+/gu, (text: string, name: string | undefined) => {
        if (name === undefined) return text.replaceAll(/[.*+?^$()|[\]\\]/gu, String.raw`\$&`);
        names.push(name);
        return WIDE.has(name) ? '(.+)' : '([^/]+)';
      }),
    )
    .join('/');
  const literals = path.split('/').filter((part) => part !== '' && !part.startsWith('{')).length;
  return { expression: new RegExp(`^${source}$`, 'u'), names, literals };
}

const escape = (id: string): string => id.replaceAll('/', '~1');

function told(check: ValidateFunction, value: unknown, what: string): string[] {
  if (check(value)) return [];
  return (check.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${what}${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
  );
}
