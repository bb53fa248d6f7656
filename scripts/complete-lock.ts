/**
 * Adds to package-lock.json the optional packages of other platforms that npm left out because the registry at hand could not
 * give them: without their entries `npm ci` refuses the lock on every machine. They are named by exact version in the
 * packages that want them, so nothing is chosen here. Run it after `npm install`; it changes nothing when all is there.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const Entry = z.looseObject({
  version: z.string().optional(),
  dev: z.boolean().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});
const Lock = z.looseObject({ packages: z.record(z.string(), Entry) });

const SYSTEMS = ['darwin', 'win32', 'linux', 'android', 'freebsd', 'openharmony'];
const PROCESSORS = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 's390x', 'riscv64', 'wasm32', 'loong64'];

/** Which machines a package is for, by the parts of its name, as in `binding-linux-arm64-musl`. */
function platformOf(name: string): Record<string, string[]> {
  const words = name.split(/[-/.]/u);
  const os = SYSTEMS.filter((system) => words.includes(system));
  const cpu = PROCESSORS.filter((processor) =>
    words.some(
      (word) => word === processor || (processor === 'arm' && (word === 'gnueabihf' || word === 'eabi')),
    ),
  );
  const libc = words.includes('musl') ? ['musl'] : words.includes('gnu') ? ['glibc'] : [];
  return { ...(os.length > 0 && { os }), ...(cpu.length > 0 && { cpu }), ...(libc.length > 0 && { libc }) };
}

const file = join(import.meta.dirname, '..', 'package-lock.json');
const lock = Lock.parse(JSON.parse(await readFile(file, 'utf8')));
let added = 0;
for (const [at, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const [inside, above] = [`${at}/node_modules/${name}`, `node_modules/${name}`];
    if (
      [inside, above].some((place) => lock.packages[place]?.version === version) ||
      !/^\d+\.\d+\.\d+(?:-[\w.-]+)?$/u.test(version)
    )
      continue;
    const platform = platformOf(name);
    if (Object.keys(platform).length === 0) continue;
    lock.packages[lock.packages[above] === undefined ? above : inside] = {
      version,
      ...platform,
      ...(entry.dev === true && { dev: true }),
      optional: true,
    };
    added += 1;
  }
}
const packages = Object.fromEntries(
  Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
);
if (added > 0) await writeFile(file, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
process.stdout.write(
  added === 0
    ? 'package-lock.json is complete\n'
    : `package-lock.json: ${added} packages of other platforms added\n`,
);
