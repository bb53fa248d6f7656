import { isAlias, isNode, isPair, isMap, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { UserError } from './errors.ts';
import type { RepoPath } from './repo-path.ts';

export type FieldPath = readonly PropertyKey[];

/** A fault in a document: where, and what. */
export interface Fault {
  readonly path: FieldPath;
  readonly message: string;
}

/** A YAML document as plain data, and where each field stands in its text. */
export interface YamlDocument {
  readonly file: RepoPath;
  readonly value: unknown;
  /** Faults of the text itself: syntax, duplicate keys, anchors. */
  readonly faults: readonly { readonly at: string; readonly message: string }[];
  /** `line:column`, from 1, of the field, or of the nearest one above it that exists. */
  at(path: FieldPath): string;
}

/** A longer document is refused before it is read: a manifest of 1 000 artifacts has about 200 kB. */
const MAX_CHARACTERS = 2_000_000;

/** Reads YAML 1.2 (core schema) as data: no anchors, no aliases, no merge keys, no duplicate keys, no non-finite numbers. */
export function readYaml(text: string, file: RepoPath): YamlDocument {
  if (text.length > MAX_CHARACTERS) {
    const message = `has ${text.length} characters, the limit is ${MAX_CHARACTERS}`;
    return { file, value: undefined, faults: [{ at: '1:1', message }], at: () => '1:1' };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: true,
    merge: false,
    prettyErrors: false,
    version: '1.2',
  });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${line}:${col}`;
  };
  const faults = document.errors.map((error) => ({ at: place(error.pos[0]), message: error.message }));
  visit(document, {
    Node(_, node) {
      const where = place(node.range?.[0] ?? 0);
      if (isAlias(node))
        faults.push({ at: where, message: `*${node.source} is an alias; write the value out` });
      else if (node.anchor !== undefined)
        faults.push({
          at: where,
          message: `&${node.anchor} is an anchor; write the value out where it is needed`,
        });
    },
    Scalar(_, node) {
      if (typeof node.value === 'number' && !Number.isFinite(node.value)) {
        faults.push({
          at: place(node.range?.[0] ?? 0),
          message: `${node.source ?? 'the number'} is not a finite number`,
        });
      }
    },
  });
  const at = (path: FieldPath): string => {
    let node: unknown = document.contents;
    let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
    for (const step of path) {
      if (isMap(node)) {
        const pair = node.items.find(
          (item) => isPair(item) && isNode(item.key) && String(item.key) === String(step),
        );
        if (pair === undefined) break;
        if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
        node = pair.value;
      } else if (isNode(node) && 'items' in node && Array.isArray(node.items)) {
        node = node.items[Number(step)];
        if (isNode(node)) offset = node.range?.[0] ?? offset;
      } else break;
    }
    return place(offset);
  };
  return { file, value: faults.length > 0 ? undefined : document.toJS({ maxAliasCount: 0 }), faults, at };
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
  ].toSorted((a, b) => order(a.at) - order(b.at));
  throw new UserError(code, told.map(({ at, text }) => `${document.file}:${at} ${text}`).join('\n'), {
    hint,
  });
}

const order = (at: string): number => {
  const [line = 0, column = 0] = at.split(':').map(Number);
  return line * 1e6 + column;
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
