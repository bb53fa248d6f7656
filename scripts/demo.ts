/**
 * Plays a whole life on this machine: change → rebuild → comment → merge → published → tag → shipped.
 *
 *   npm run demo                     play it, say what happened and where to look
 *   npm run demo -- --serve          and keep the forge open until Ctrl-C
 *   npm run demo -- --json FILE      and write a summary
 *   npm run demo -- --screenshot FILE  and write a picture of the first comment (PNG; docs/comment.png is one)
 *
 * Exit codes: 0 every step did its work, 1 one did not.
 */
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { writeDurably } from '#engine/store/durable-file.ts';
import { openScratch } from '#sandbox/scratch.ts';
import { playStory } from './demo/story.ts';

const { values } = parseArgs({
  options: {
    serve: { type: 'boolean', default: false },
    json: { type: 'string' },
    screenshot: { type: 'string' },
    folder: { type: 'string' },
    port: { type: 'string' },
  },
});
const project = join(import.meta.dirname, '..');
const home = values.folder === undefined ? join(project, '.alpha', 'demo') : resolve(values.folder);
const say = (line: string) => process.stdout.write(`${line}\n`);

// Whoever stops the demo stops it like an end of its own: what it has open closes after itself.
for (const [name, number] of [
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGTERM', 15],
] as const)
  process.once(name, () => process.exit(128 + number));

await rm(home, { recursive: true, force: true });
const scratch = await openScratch();
const start = performance.now();
const { summary, sandbox, places } = await playStory({
  project,
  folder: home,
  scratch: scratch.path,
  store: join(project, '.alpha', 'store'),
  port: values.port === undefined ? undefined : Number(values.port),
  onStep: ({ name, ended, told }) => {
    if (ended === undefined) return;
    say(`${ended.ok ? '✓' : '✗'} ${name}  ${ended.seconds.toFixed(1)} s`);
    for (const line of told ?? []) say(`    ${line.replaceAll('\n', '\n    ')}`);
  },
});
say(
  `\n${summary.ok ? 'Every step did its work' : 'A step did not do its work'}, in ${((performance.now() - start) / 1000).toFixed(1)} s.`,
);
say(
  `\nThe comment as a page: ${places.comment}\nThe site:              ${places.site}\nThe release:           ${places.assets}`,
);
if (values.json !== undefined)
  await writeDurably(resolve(values.json), `${JSON.stringify(summary, null, 2)}\n`);
if (values.screenshot !== undefined) {
  const { pictureOfComment } = await import('./demo/screenshot.ts'); // a browser's worth of memory, for whoever wants it
  await pictureOfComment(places.firstComment, resolve(values.screenshot));
}
process.exitCode = summary.ok ? 0 : 1;

if (values.serve && sandbox !== undefined) {
  say(`\nThe pull request: ${places.pull}\nThe release:      ${places.release}\nCtrl-C ends it.`);
  process.prependOnceListener('SIGINT', () => process.exit());
} else {
  say('\nTo look around in the forge itself: npm run demo -- --serve');
  await sandbox?.close();
  await scratch[Symbol.asyncDispose]();
}
