import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Html } from './html.ts';

const Icons = z.record(
  z.string(),
  z.looseObject({ heights: z.record(z.string(), z.looseObject({ width: z.number(), path: z.string() })) }),
);

let icons: z.infer<typeof Icons> | undefined;

/** One of GitHub's own icons, 16 pixels high. @throws when there is none of that name */
export function icon(name: string, colour = 'currentColor'): Html {
  icons ??= Icons.parse(
    JSON.parse(readFileSync(fileURLToPath(import.meta.resolve('@primer/octicons/build/data.json')), 'utf8')),
  );
  const drawn = icons[name]?.heights['16'];
  if (!drawn) throw new Error(`No icon ${name}`);
  return new Html(
    `<svg class="octicon" viewBox="0 0 ${drawn.width} 16" width="${drawn.width}" height="16" fill="${colour}" aria-hidden="true">${drawn.path}</svg>`,
  );
}
