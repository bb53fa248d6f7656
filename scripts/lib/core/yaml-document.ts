import { isAlias, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Document, Node, YAMLMap } from 'yaml';
import type { z } from 'zod';
import { UserError } from './errors.ts';
import type { RepoPath } from './repo-path.ts';

export type FieldPath = readonly PropertyKey[];

/** A fault in a document: where, and what. */
export interface Fault {
  readonly path: FieldPath;
  readonly message: string;
}

interface Placed {
  /** `line:column`, from 1. */
  readonly at: string;
  readonly message: string;
}

/** A YAML document as plain data, and where each field stands in its text. */
export interface YamlDocument {
  readonly file: RepoPath;
  readonly value: unknown;
  /** Faults of the text itself: syntax, duplicate keys, anchors, tags. */
  readonly faults: readonly Placed[];
  /** `line:column`, from 1, of the field, or of the nearest one above it that exists. */
  at(path: FieldPath): string;
}

/** A longer document is refused before it is read: a manifest of 1 000 artifacts has about 200 kB. */
const MAX_CHARACTERS = 1_000_000;
/** The same on every machine, and far from where a stack ends. */
const MAX_DEPTH = 64;
/** More are counted, not told. */
const MAX_TOLD = 100;

/**
 * Reads YAML 1.2 (core schema) as data: keys are text and unique; no anchors, aliases, merge keys, tags, directives or
 * non-finite numbers, nothing deeper than 64.
 */
export function readYaml(text: string, file: RepoPath): YamlDocument {
  if (text.length > MAX_CHARACTERS) {
    const message = `has ${text.length} characters, the limit is ${MAX_CHARACTERS}`;
    return { file, value: undefined, faults: [{ at: '1:1', message }], at: () => '1:1' };
  }
  const lines = new LineCounter();
  // Unique keys are checked below: here each key would be held against all others.
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: false,
    merge: false,
    resolveKnownTags: false,
    prettyErrors: false,
    version: '1.2',
  });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${line}:${col}`;
  };
  const faults = faultsOfText(document, place);
  const value: unknown = faults.length > 0 ? undefined : document.toJS({ maxAliasCount: 0 });
  return { file, value, faults, at: finder(document.contents, place) };
}

type Place = (offset: number) => string;
const startOf = (node: Node | null): number => node?.range?.[0] ?? 0;

function faultsOfText(document: Document.Parsed, place: Place): readonly Placed[] {
  const inside = nodeFaults(document, place);
  const deep = inside.find(({ message }) => message === TOO_DEEP);
  // Where a stack would end depends on the machine: nothing else is told then.
  if (deep !== undefined) return [deep];
  const { errors, warnings, directives } = document;
  const said = directives?.yaml.explicit === true || Object.keys(directives?.tags ?? {}).length > 1;
  return [
    ...(said ? [{ at: '1:1', message: 'begins with a directive; leave it out: this is YAML 1.2' }] : []),
    ...[...errors, ...warnings].map(({ pos, message }) => ({ at: place(pos[0]), message })),
    ...inside,
  ];
}

const TOO_DEEP = `is nested deeper than ${MAX_DEPTH}`;

function nodeFaults(document: Document.Parsed, place: Place): Placed[] {
  const faults: Placed[] = [];
  visit(document, {
    Node(_, node, path) {
      const fault = (message: string) => faults.push({ at: place(startOf(node)), message });
      if (path.length > 2 * MAX_DEPTH) {
        fault(TOO_DEEP);
        return visit.BREAK;
      }
      if (isAlias(node)) fault(`*${node.source} is an alias; write the value out`);
      else if (node.anchor !== undefined)
        fault(`&${node.anchor} is an anchor; write the value out where it is needed`);
      if (node.tag !== undefined) fault(`${node.tag} is a tag; write a plain value`);
      if (isScalar(node) && typeof node.value === 'number' && !Number.isFinite(node.value))
        fault(`${node.source ?? 'the number'} is not a finite number`);
      return undefined;
    },
    Map(_, map) {
      const seen = new Map<string, string>();
      for (const { key } of map.items) {
        const at = place(isNode(key) ? startOf(key) : 0);
        if (!isScalar(key) || typeof key.value !== 'string')
          faults.push({ at, message: 'is a key that is not text; quote it' });
        else if (seen.has(key.value))
          faults.push({ at, message: `${key.value} stands here twice, first at ${seen.get(key.value)}` });
        else seen.set(key.value, at);
      }
    },
  });
  return faults;
}

/** Finds fields by their path; each map is indexed once. */
function finder(contents: unknown, place: Place): YamlDocument['at'] {
  const indexes = new WeakMap<YAMLMap, Map<string, { readonly key: unknown; readonly value: unknown }>>();
  const indexOf = (map: YAMLMap) => {
    const known = indexes.get(map);
    if (known !== undefined) return known;
    const index = new Map<string, { readonly key: unknown; readonly value: unknown }>();
    for (const pair of map.items)
      if (isPair(pair) && isScalar(pair.key)) index.set(String(pair.key.value), pair);
    indexes.set(map, index);
    return index;
  };
  return (path) => {
    let node: unknown = contents;
    let offset = isNode(node) ? startOf(node) : 0;
    for (const step of path) {
      if (isMap(node)) {
        const pair = indexOf(node).get(String(step));
        if (pair === undefined) break;
        if (isNode(pair.key)) offset = startOf(pair.key);
        node = pair.value;
      } else if (isSeq(node)) {
        node = node.items[Number(step)];
        if (isNode(node)) offset = startOf(node);
      } else break;
    }
    return place(offset);
  };
}

/** The faults that a schema found, each with its field. */
export const faultsOf = (error: z.ZodError): Fault[] =>
  error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...issue.path, key], message: `is not a known field` }))
      : [{ path: issue.path, message: issue.message }],
  );

/** @throws {UserError} `code` with every fault on a line `file:line:column field: message`, in the order of the text */
export function refuse(document: YamlDocument, faults: readonly Fault[], code: string, hint: string): never {
  const told = [
    ...document.faults.map(({ at, message }) => ({ at, text: message })),
    ...faults.map(({ path, message }) => ({
      at: document.at(path),
      text: `${path.map(String).join('.') || 'document'}: ${message}`,
    })),
  ]
    .toSorted((a, b) => order(a.at) - order(b.at))
    .map(({ at, text }) => `${document.file}:${at} ${oneLine(text)}`);
  throw new UserError(code, listed(told).join('\n'), { hint });
}

/** The first hundred, and how many more there are. */
export const listed = (told: readonly string[]): readonly string[] =>
  told.length <= MAX_TOLD
    ? told
    : [...told.slice(0, MAX_TOLD), `… and ${told.length - MAX_TOLD} more like these`];

/** Line ends and control characters of what was written are shown, not printed; longer texts are cut. */
const oneLine = (text: string): string =>
  text
    .slice(0, 500)
    // oxlint-disable-next-line no-control-regex -- control characters are what is replaced here
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/gu, (character) =>
      JSON.stringify(character).slice(1, -1),
    );

const order = (at: string): number => {
  const [line = 0, column = 0] = at.split(':').map(Number);
  return line * 1e7 + column;
};

/** @throws {UserError} `code`, naming every wrong field at once */
export function parseYamlAs<T>(
  schema: z.ZodType<T>,
  text: string,
  file: RepoPath,
  code: string,
  hint: string,
): T {
  const document = readYaml(text, file);
  if (document.faults.length > 0) refuse(document, [], code, hint);
  const parsed = schema.safeParse(document.value);
  return parsed.success ? parsed.data : refuse(document, faultsOf(parsed.error), code, hint);
}
