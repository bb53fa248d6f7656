import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { inOrder, Json } from '#core/json.ts';
import { isOperation, operations } from './operations.ts';

/**
 * Cuts GitHub's OpenAPI description (the npm package `@octokit/openapi`, MIT, 385 MB unpacked) down to the operations
 * that the forge answers, and writes `github.json` beside this file: `npx -c 'node scripts/lib/sandbox/openapi/cut.ts'`.
 * Prose, examples and media types other than JSON are left out; `nullable: true` of OpenAPI 3.0 becomes a JSON Schema
 * type, so that ajv can read the result as it stands.
 */
const VERSION = '23.0.2';

const run = promisify(execFile);
const Node = z.record(z.string(), Json);
type Node = z.infer<typeof Node>;

/** Under these keys the names belong to the API, so that a property called `description` is no prose. */
const NAME_MAPS = new Set(['properties', 'patternProperties', 'schemas', 'parameters', 'responses']);
const PROSE = new Set([
  'description',
  'summary',
  'externalDocs',
  'example',
  'examples',
  'tags',
  'title',
  'links',
]);
const VERBATIM = new Set(['enum', 'default', 'required', 'const']);

const isNode = (value: Json | undefined): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A schema without prose and with `null` as JSON Schema says it. */
function lean(value: Json, names: boolean): Json {
  if (Array.isArray(value)) return value.map((inner: Json) => lean(inner, false));
  if (!isNode(value)) return value;
  const kept: Record<string, Json> = {};
  for (const [key, inner] of inOrder(value)) {
    if (!names && (PROSE.has(key) || key.startsWith('x-') || key === 'nullable' || key === 'format'))
      continue;
    kept[key] = !names && VERBATIM.has(key) ? inner : lean(inner, !names && NAME_MAPS.has(key));
  }
  if (names || value['nullable'] !== true) return kept;
  const { enum: choices, type } = kept;
  if (typeof type === 'string') {
    return { ...kept, type: [type, 'null'], ...(Array.isArray(choices) && { enum: [...choices, null] }) };
  }
  return { anyOf: [kept, { type: 'null' }] };
}

/** The names of all components that `value` refers to. */
function referred(value: Json, into: Set<string>): void {
  if (Array.isArray(value)) for (const inner of value) referred(inner, into);
  else if (isNode(value)) {
    const ref = value['$ref'];
    if (typeof ref === 'string') into.add(ref);
    for (const inner of Object.values(value)) referred(inner, into);
  }
}

function at(root: Json, pointer: string): Json {
  let here: Json = root;
  for (const part of pointer.replace(/^#\//u, '').split('/')) {
    const next: Json | undefined = isNode(here) ? here[part] : undefined;
    if (next === undefined) throw new Error(`The description has no ${pointer}`);
    here = next;
  }
  return here;
}

function resolved(root: Json, value: Json): Node {
  const node = Node.parse(value);
  return typeof node['$ref'] === 'string' ? resolved(root, at(root, node['$ref'])) : node;
}

/** The JSON schema of a body or response, `null` where it has none, `undefined` where it is not JSON. */
function jsonSchema(root: Json, holder: Json): Json | null {
  const { content } = resolved(root, holder);
  if (!isNode(content)) return null;
  for (const type of ['application/json', 'application/vnd.github.object']) {
    const media = content[type];
    if (isNode(media) && media['schema'] !== undefined) return lean(media['schema'], false);
  }
  return null;
}

function cut(root: Json): Json {
  const found: Record<string, Json> = {};
  const refs = new Set<string>();
  for (const [path, item] of Object.entries(Node.parse(at(root, '#/paths')))) {
    for (const [method, raw] of Object.entries(Node.parse(item))) {
      if (!isNode(raw)) continue;
      const id = raw['operationId'];
      if (typeof id !== 'string' || !isOperation(id)) continue;
      const parameters = z
        .array(Json)
        .parse(raw['parameters'] ?? [])
        .map((parameter) => {
          const { name, in: place, required, schema } = resolved(root, parameter);
          return {
            name: name ?? '',
            in: place ?? '',
            required: required ?? false,
            schema: lean(schema ?? {}, false),
          };
        });
      const responses = Object.fromEntries(
        Object.entries(Node.parse(raw['responses'])).map(([status, response]) => [
          status,
          jsonSchema(root, response),
        ]),
      );
      const body = raw['requestBody'];
      found[id] = {
        method: method.toUpperCase(),
        path,
        parameters,
        body: body === undefined ? null : jsonSchema(root, body),
        bodyRequired: body === undefined ? false : (resolved(root, body)['required'] ?? false),
        responses,
      };
      referred(found[id], refs);
    }
  }
  const missing = Object.keys(operations).filter((id) => found[id] === undefined);
  if (missing.length > 0) throw new Error(`Not in the description: ${missing.join(', ')}`);
  for (const always of ['basic-error', 'validation-error', 'validation-error-simple']) {
    refs.add(`#/components/schemas/${always}`);
  }
  const schemas: Record<string, Json> = {};
  // A set grows while it is walked: new references are visited too.
  for (const ref of refs) {
    const schema = lean(at(root, ref), false);
    schemas[ref.replace('#/components/schemas/', '')] = schema;
    referred(schema, refs);
  }
  return {
    source: `@octokit/openapi ${VERSION} (MIT), generated/api.github.com.json, cut by scripts/lib/sandbox/openapi/cut.ts`,
    operations: Object.fromEntries(inOrder(found)),
    components: { schemas: Object.fromEntries(inOrder(schemas)) },
  };
}

const folder = await mkdtemp(join(tmpdir(), 'alpha-openapi-'));
try {
  await run('npm', ['pack', '--silent', `@octokit/openapi@${VERSION}`], { cwd: folder });
  await run('tar', ['xzf', `octokit-openapi-${VERSION}.tgz`, 'package/generated/api.github.com.json'], {
    cwd: folder,
  });
  const text = await readFile(join(folder, 'package/generated/api.github.com.json'), 'utf8');
  const target = join(import.meta.dirname, 'github.json');
  // One schema a line: a new version shows in a diff as what it changed.
  const root = Node.parse(JSON.parse(text));
  await writeFile(target, `${JSON.stringify(cut(root), null, 1)}\n`);
  await run(join(import.meta.dirname, '../../../../node_modules/.bin/oxfmt'), [target]);
} finally {
  await rm(folder, { recursive: true, force: true });
}
