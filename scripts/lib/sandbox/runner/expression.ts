import { Evaluator, Lexer, Parser, data } from '@actions/expressions';
import { z } from 'zod';
import { Json } from '#core/json.ts';

/** Expressions of workflows, by GitHub's own lexer, parser and evaluator. */

export type Contexts = Readonly<Record<string, Json>>;

/** What `success()` and its kin answer at this place, and where `hashFiles` looks. */
export interface Scope {
  readonly contexts: Contexts;
  readonly status?: {
    readonly success: boolean;
    readonly failure: boolean;
    readonly cancelled: boolean;
  };
  readonly hashFiles?: (patterns: readonly string[]) => string;
}

/** Every context that GitHub has; those that a place lacks are empty there, as the schema has been checked before. */
const CONTEXTS = [
  'env',
  'github',
  'inputs',
  'job',
  'jobs',
  'matrix',
  'needs',
  'runner',
  'secrets',
  'steps',
  'strategy',
  'vars',
] as const;

type Data = ReturnType<Evaluator['evaluate']>;

function dataOf(value: Json): Data {
  if (value === null) return new data.Null();
  if (typeof value === 'string') return new data.StringData(value);
  if (typeof value === 'number') return new data.NumberData(value);
  if (typeof value === 'boolean') return new data.BooleanData(value);
  if (Array.isArray(value)) return new data.Array(...value.map((inner: Json) => dataOf(inner)));
  return new data.Dictionary(...Object.entries(value).map(([key, inner]) => ({ key, value: dataOf(inner) })));
}

const plain = (value: Data): Json => Json.parse(JSON.parse(JSON.stringify(value, data.replacer)));

const STATUS = new Set(['success', 'failure', 'cancelled', 'always']);

function raw(expression: string, scope: Scope): Data {
  const status = scope.status ?? { success: true, failure: false, cancelled: false };
  const answer = (name: string, value: boolean) => ({
    name,
    minArgs: 0,
    maxArgs: 255,
    call: () => dataOf(value),
  });
  const functions = [
    answer('success', status.success),
    answer('failure', status.failure),
    answer('cancelled', status.cancelled),
    answer('always', true),
    {
      name: 'hashFiles',
      minArgs: 1,
      maxArgs: 255,
      call: (...patterns: Data[]) =>
        dataOf(scope.hashFiles?.(patterns.map((pattern) => pattern.coerceString())) ?? ''),
    },
  ];
  const contexts: Record<string, Json> = { ...scope.contexts };
  for (const name of CONTEXTS) contexts[name] ??= {};
  const { tokens } = new Lexer(expression).lex();
  const tree = new Parser(tokens, Object.keys(contexts), functions).parse();
  const known = dataOf(contexts);
  if (!(known instanceof data.Dictionary)) throw new Error('Contexts are a dictionary');
  return new Evaluator(
    tree,
    known,
    new Map(functions.map((entry) => [entry.name.toLowerCase(), entry])),
  ).evaluate();
}

/** @throws ExpressionError where GitHub's parser or evaluator does */
export const evaluate = (expression: string, scope: Scope): Json => plain(raw(expression, scope));

/** What counts as false: `false`, 0, -0, NaN, '' and null. */
export const truthy = (value: Json): boolean =>
  !(value === false || value === 0 || value === '' || value === null);

/** How a value looks inside of text. */
export const asText = (value: Json): string => dataOf(value).coerceString();

interface Part {
  readonly kind: 'text' | 'expression';
  readonly text: string;
}

/** Splits `a ${{ b }} c`. Braces inside of quotes do not end an expression. */
export function parts(text: string): Part[] {
  const found: Part[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('${{', at);
    if (open === -1) break;
    if (open > at) found.push({ kind: 'text', text: text.slice(at, open) });
    let end = open + 3;
    let quoted = false;
    while (end < text.length && (quoted || !text.startsWith('}}', end))) {
      if (text[end] === "'") quoted = !quoted;
      end += 1;
    }
    found.push({ kind: 'expression', text: text.slice(open + 3, end).trim() });
    at = end + 2;
  }
  if (at < text.length) found.push({ kind: 'text', text: text.slice(at) });
  return found;
}

/** A text that is one expression gives its value; in any other, values are written into the text. */
export function interpolate(text: string, scope: Scope): Json {
  if (!text.includes('${{')) return text;
  const all = parts(text);
  const [only] = all;
  if (all.length === 1 && only?.kind === 'expression') return evaluate(only.text, scope);
  return all
    .map((part) => (part.kind === 'text' ? part.text : raw(part.text, scope).coerceString()))
    .join('');
}

export const interpolateText = (text: string, scope: Scope): string => asText(interpolate(text, scope));

/** Replaces the expressions in all texts of a value. */
export function expand(value: Json, scope: Scope): Json {
  if (typeof value === 'string') return interpolate(value, scope);
  if (Array.isArray(value)) return value.map((inner: Json) => expand(inner, scope));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, expand(inner, scope)]));
}

/**
 * Evaluates an `if:`. With or without `${{ }}`; without a status function it means `success() && (…)`. Text around
 * an expression makes a text, and a text that is not empty is true: GitHub's trap is a trap here too.
 */
export function holds(condition: Json | undefined, scope: Scope): boolean {
  const text = condition === undefined || condition === null ? '' : asText(condition).trim();
  if (text === '') return truthy(evaluate('success()', scope));
  const all = parts(text);
  const [only] = all;
  const bare = all.every((part) => part.kind === 'text') ? text : undefined;
  const expression = bare ?? (all.length === 1 ? only?.text : undefined);
  if (expression === undefined) {
    const asks = all.some((part) => part.kind === 'expression' && asksStatus(part.text));
    return truthy(interpolate(text, scope)) && (asks || truthy(evaluate('success()', scope)));
  }
  return truthy(evaluate(asksStatus(expression) ? expression : `success() && (${expression})`, scope));
}

const Token = z.object({ lexeme: z.string() });

function asksStatus(expression: string): boolean {
  const { tokens } = new Lexer(expression).lex();
  return tokens.some(
    (token, at) =>
      STATUS.has(Token.parse(token).lexeme.toLowerCase()) &&
      tokens[at + 1] !== undefined &&
      tokens[at + 1]?.lexeme === '(',
  );
}
