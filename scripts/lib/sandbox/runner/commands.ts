/** What a step says to the runner in its output and in its files. docs.github.com, "Workflow commands". */

export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** `::name key=value,key=value::message`; `undefined` for any other line. */
export function parseCommand(line: string): Command | undefined {
  const found =
    /^\s*::(?<name>[A-Za-z-]+)(?:\s+(?<properties>[^:]*(?::(?!:)[^:]*)*))?::(?<message>.*)$/u.exec(
      line,
    )?.groups;
  if (!found) return undefined;
  const properties: Record<string, string> = {};
  for (const pair of (found['properties'] ?? '').split(',')) {
    const at = pair.indexOf('=');
    if (at > 0) properties[pair.slice(0, at).trim()] = unescapeProperty(pair.slice(at + 1).trim());
  }
  return { name: found['name'] ?? '', properties, message: unescapeData(found['message'] ?? '') };
}

const unescapeData = (text: string): string =>
  text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
const unescapeProperty = (text: string): string =>
  unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','));

/**
 * `name=value` and `name<<DELIMITER … DELIMITER` of GITHUB_OUTPUT, GITHUB_ENV and GITHUB_STATE.
 *
 * @throws {Error} for a line that is neither, or a delimiter that does not come
 */
export function parsePairs(text: string): Map<string, string> {
  const pairs = new Map<string, string>();
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (heredoc > 0 && (equals === -1 || heredoc < equals)) {
      const [name, delimiter] = [line.slice(0, heredoc), line.slice(heredoc + 2)];
      const end = lines.indexOf(delimiter, at + 1);
      if (delimiter === '' || end === -1)
        throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
      pairs.set(name, lines.slice(at + 1, end).join('\n'));
      at = end;
    } else if (equals > 0) pairs.set(line.slice(0, equals), line.slice(equals + 1));
    else throw new Error(`Invalid format '${line}'`);
  }
  return pairs;
}

/** Hides what must not be read: every secret, each line of one that has several. */
export class Masks {
  readonly #hidden = new Set<string>();

  add(secret: string): void {
    for (const line of secret.split(/\r?\n/u)) if (line.trim() !== '') this.#hidden.add(line);
  }

  hide(text: string): string {
    let hidden = text;
    // The longest first: one secret may hold another.
    for (const secret of [...this.#hidden].toSorted((a, b) => b.length - a.length)) {
      hidden = hidden.replaceAll(secret, '***');
    }
    return hidden;
  }

  /** Whether `text` holds a secret: such outputs do not leave a job. */
  holds(text: string): boolean {
    return [...this.#hidden].some((secret) => text.includes(secret));
  }
}
