import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';

/** What of an upstream program was recorded: the arguments it parses and the signatures of what our drivers call. */
const Interface = z.object({
  repository: z.string(),
  commit: z.string(),
  commands: z
    .array(
      z.object({
        name: z.string(),
        program: z.array(z.string()),
        parser: z.enum(['argparse', 'click', 'fire']),
        arguments: z.array(z.looseObject({ name: z.string(), type: z.string() })),
      }),
    )
    .default([]),
  /** Module → `Class.method` or `function` → its parameters, as Python writes them. */
  python: z.record(z.string(), z.record(z.string(), z.string())).default({}),
  /** Of Wan: task → sizes that it takes. */
  sizes: z.record(z.string(), z.array(z.string())).default({}),
});
export type Interface = z.infer<typeof Interface>;

const fileOf = (system: string) => join(import.meta.dirname, `${system}.json`);

export const readInterface = async (system: string): Promise<Interface> =>
  Interface.parse(JSON.parse(await readFile(fileOf(system), 'utf8')));

/**
 * Parses a command line with a parser built from the recorded arguments.
 *
 * @throws when the program would refuse it, with what its parser says
 */
export async function parseArgv(
  system: string,
  command: string,
  argv: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  const { commands } = await readInterface(system);
  const known = commands.find(({ name }) => name === command);
  if (known === undefined) throw new RangeError(`${system} has no command ${command}`);
  const program = argv.slice(0, known.program.length).join(' ');
  if (program !== known.program.join(' '))
    throw new RangeError(`“${program}” is not “${known.program.join(' ')}”`);
  const { stdout } = await execa('python3', [
    join(import.meta.dirname, 'parse_argv.py'),
    fileOf(system),
    command,
    ...argv.slice(known.program.length),
  ]);
  return z.record(z.string(), z.unknown()).parse(JSON.parse(stdout));
}

/**
 * Writes Python packages with the recorded signatures below `folder`. Each call is appended to `$CALLS` as a JSON line
 * `[name, arguments]`; an argument that the signature does not have is Python's own TypeError. `bodies` says what a function
 * does after that, in Python.
 */
export async function writePackages(
  folder: string,
  system: string,
  bodies: Readonly<Record<string, string>>,
): Promise<void> {
  const { python } = await readInterface(system);
  for (const [module, members] of Object.entries(python)) {
    const lines = [RECORD];
    const classes = new Map<string, string[]>();
    for (const [name, signature] of Object.entries(members)) {
      const [owner, method] = name.includes('.') ? name.split('.') : [undefined, name];
      const body = (bodies[`${module}:${name}`] ?? 'return None').split('\n');
      const decorated = signature.startsWith('@classmethod ');
      const parameters = signature.replace('@classmethod ', '');
      const text = [
        ...(decorated ? ['@classmethod'] : []),
        `def ${method ?? name}(${parameters}):`,
        `    _record(${JSON.stringify(name)}, dict(locals()))`,
        ...body.map((line) => `    ${line}`),
      ];
      if (owner === undefined) lines.push(...text, '');
      else classes.set(owner, [...(classes.get(owner) ?? []), ...text.map((line) => `    ${line}`), '']);
    }
    for (const [owner, text] of classes) lines.push(`class ${owner}:`, ...text);
    await writeModule(folder, module, lines.join('\n'));
  }
}

const RECORD = `import json, os

def _shown(value):
    if isinstance(value, (str, int, float, bool, type(None))):
        return value
    if isinstance(value, (list, tuple)):
        return [_shown(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _shown(item) for key, item in value.items()}
    if hasattr(value, "shown"):
        return value.shown
    if type(value).__name__ == "SimpleNamespace":
        return _shown(vars(value))
    return f"<{type(value).__name__}>"

def _record(name, values):
    values = {key: _shown(value) for key, value in values.items() if key not in ("self", "cls")}
    with open(os.environ["CALLS"], "a") as file:
        file.write(json.dumps([name, values]) + "\\n")
`;

/** Writes one Python module with its packages. */
export async function writeModule(folder: string, module: string, text: string): Promise<void> {
  const parts = module.split('.');
  const path = join(folder, `${parts.join('/')}.py`);
  await mkdir(dirname(path), { recursive: true });
  for (let depth = 1; depth < parts.length; depth += 1)
    await writeFile(join(folder, ...parts.slice(0, depth), '__init__.py'), '');
  await writeFile(path, `${text}\n`);
}
