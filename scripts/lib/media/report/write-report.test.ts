import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { oidOf } from '#core/oid.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { REPORT_LIMITS, type Report } from './report.ts';
import { artifactOf, changed } from '#test/sample-report/made.ts';
import { pageScript } from './script.ts';
import { writeReport } from './write-report.ts';

async function world() {
  const folder = await temporaryFolder();
  const to = (name: string): string => join(folder.path, name);
  await square('#7a2bd6', to('before.png'));
  await square('#d62b7a', to('after.png'));
  return {
    before: to('before.png'),
    after: to('after.png'),
    to,
    [Symbol.asyncDispose]: folder[Symbol.asyncDispose],
  };
}

async function square(background: string, path: string): Promise<void> {
  await sharp({ create: { width: 64, height: 64, channels: 3, background } })
    .png()
    .toFile(path);
}

async function reportOf(before: string | undefined, after: string | undefined): Promise<Report> {
  const verdict = changed('picture', 'It turned red.');
  const stills = await artifactOf({
    name: 'stills',
    cause: 'it reads canon, which was rebuilt',
    finding: 'It turned red.',
    visibility: 1,
    files: [{ role: 'portrait', medium: 'picture', before, after, verdict }],
  });
  return {
    title: 'Visual report',
    subject: 'A square turns red',
    summary: 'One artifact changed.',
    artifacts: [stills],
  };
}

test('a small report is one page that needs nothing else, with little script', async () => {
  await using made = await world();
  const written = await writeReport(await reportOf(made.before, made.after), made.to('report'));
  expect(written).toMatchObject({ form: 'page', files: ['index.html'] });
  expect(await readdir(made.to('report'))).toEqual(['index.html']);
  const html = await readFile(written.index, 'utf8');
  expect(Buffer.byteLength(html)).toBe(written.bytes);
  expect(html).not.toMatch(/(?:src|href)="(?!data:|#)/u);
  expect(Buffer.byteLength(await pageScript())).toBeLessThan(300_000);
});

test('the same report gives the same bytes', async () => {
  await using made = await world();
  const report = await reportOf(made.before, made.after);
  const [one, other] = [
    await writeReport(report, made.to('one')),
    await writeReport(report, made.to('other')),
  ];
  expect(oidOf(await readFile(one.index))).toBe(oidOf(await readFile(other.index)));
});

test('a large report is a folder, and all that its page names lies in it', async () => {
  await using made = await world();
  const written = await writeReport(await reportOf(made.before, made.after), made.to('report'), {
    ...REPORT_LIMITS,
    singleFileBytes: 100,
  });
  expect(written.form).toBe('folder');
  const named = (await readFile(written.index, 'utf8')).matchAll(/"(?<file>files\/[^"]+)"/gu);
  const files = new Set([...named].map((match) => match.groups?.['file']));
  expect(files.size).toBe(4); // two pictures, and a small one of each
  expect(new Set(written.files)).toEqual(new Set(['index.html', ...files]));
  for (const file of written.files) await readFile(join(made.to('report'), file));
});

test('a file beyond the limit is named, not shown', async () => {
  await using made = await world();
  const limits = { ...REPORT_LIMITS, fileBytes: 10 };
  const written = await writeReport(await reportOf(made.before, made.after), made.to('report'), limits);
  const html = await readFile(written.index, 'utf8');
  expect(html).toContain('data-viewer="none"');
  expect(html).toContain(oidOf(await readFile(made.after)).slice(0, 12));
});

test('what calls itself a picture and is a page or a drawing with script is not shown', async () => {
  await using made = await world();
  const fake = made.to('fake.png');
  await writeFile(fake, '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
  const written = await writeReport(await reportOf(made.before, fake), made.to('report'));
  const html = await readFile(written.index, 'utf8');
  expect(html).toContain('its format has no viewer');
  expect(html).not.toContain('onload');
  expect(html).not.toContain(Buffer.from('<svg xmlns').toString('base64').slice(0, 12));
});

test('an artifact that was added or removed has one side', async () => {
  await using made = await world();
  const added = await writeReport(await reportOf(undefined, made.after), made.to('added'));
  expect(await readFile(added.index, 'utf8')).toMatch(/data-before=""\s+data-after="p/u);
  const removed = await writeReport(await reportOf(made.before, undefined), made.to('removed'));
  expect(await readFile(removed.index, 'utf8')).toMatch(/data-before="p\w+"\s+data-after=""/u);
});

test('what could not be built is told with its reason, and what stands in the way comes first', async () => {
  await using made = await world();
  const report = await reportOf(made.before, made.after);
  const [artifact] = report.artifacts;
  if (artifact === undefined) return;
  const unbuilt = {
    ...artifact,
    name: 'splat',
    failure: 'out of memory',
    files: [],
    verdict: { ...artifact.verdict, files: [] },
  };
  const { index } = await writeReport(
    { ...report, verdict: 'One failed', warnings: ['the licence <forbids> it'], artifacts: [unbuilt] },
    made.to('failed'),
  );
  const html = await readFile(index, 'utf8');
  expect(html).toMatch(/data-artifact="splat"\s+data-kind="failed"/u);
  expect(html).toContain('It could not be built: <bdi>out of memory</bdi>');
  expect(html).toMatch(/data-filter="failed"[^>]*><b>1<\/b> failed/u);
  expect(html.indexOf('the licence &lt;forbids&gt; it')).toBeLessThan(html.indexOf('data-artifact="splat"'));
});

test('a report of nothing says so, and offers no filter', async () => {
  await using made = await world();
  const report = { ...(await reportOf(made.before, made.after)), artifacts: [] };
  const html = await readFile((await writeReport(report, made.to('nothing'))).index, 'utf8');
  expect(html).toContain('Nothing differs: there is no artifact to look at.');
  expect(html).toMatch(/class="finder"\s+hidden/u);
});
