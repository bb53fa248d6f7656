import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderMarkdown } from './markdown.ts';

const place = { url: 'http://x', slug: 'o/r', breaks: true };
const html = (text: string, breaks = true) => renderMarkdown(text, { ...place, breaks }).text;

test('tables, tasks, strikes, details, pictures with a width and bare addresses are shown', () => {
  expect(html('| a | b |\n|---|---:|\n| 1 | 2 |')).toContain('<td align="right">2</td>');
  expect(html('- [x] done')).toContain('type="checkbox" checked disabled');
  expect(html('~~gone~~ https://x.y')).toContain('<del>gone</del> <a href="https://x.y">');
  expect(html('<details open><summary>s</summary>\n\n*b*\n\n</details>')).toContain(
    '<summary>s</summary>\n<p><em>b</em></p>',
  );
  expect(html('<img src="http://x/a.png" width="120" alt="a">')).toContain(
    '<img src="http://x/a.png" width="120" alt="a">',
  );
});

test('a comment breaks lines where they break, a file does not', () => {
  expect(html('a\nb')).toContain('<br>');
  expect(html('a\nb', false)).not.toContain('<br>');
});

test('alerts keep their text, with and without breaks', () => {
  for (const breaks of [true, false]) {
    const shown = html('> [!WARNING]\n> look\n> here', breaks);
    expect(shown).toContain('markdown-alert-warning');
    expect(shown).toMatch(/look[\s\S]*here/u);
  }
});

test('Mermaid is left for the page, other code is code', () => {
  expect(html('```mermaid\ngraph LR\n a-->b\n```')).toContain('<pre class="mermaid">graph LR\n a-->b');
  expect(html('```js\nx\n```')).toContain('<code class="language-js">');
});

test('a colour in a code span is shown beside its figure', () => {
  expect(html('`#6c2f98`')).toContain(
    '<code>#6c2f98<span class="colour" style="background-color:#6c2f98"></span></code>',
  );
  expect(html('`#6c2f98;x`')).not.toContain('class="colour"');
});

test('mentions and numbers are links, but not in code, addresses or links', () => {
  expect(html('hi @reviewer, see #12')).toContain(
    '<a href="http://x/reviewer" class="user-mention">@reviewer</a>',
  );
  expect(html('see #12')).toContain('<a href="http://x/o/r/pull/12">#12</a>');
  expect(html('`@x #1` a@b.c [#1](http://y)')).not.toContain('/pull/1"');
});

test('nothing that runs, styles or embeds comes through, whatever is written', () => {
  const bad = /<script|<style|<iframe|<object|<form|\son\w+=|javascript:|\sstyle=|src="data:/iu;
  for (const text of [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '[x](javascript:alert(1))',
    '![x](data:image/svg+xml;base64,AAAA)',
    '<iframe src="http://x"></iframe><style>*{}</style><div style="color:red" onclick=1>x</div>',
    '<svg><script>1</script></svg>',
  ]) {
    expect(html(text)).not.toMatch(bad);
  }
  const piece = fc.constantFrom(
    '<',
    '>',
    '"',
    "'",
    'script',
    'img',
    ' src=',
    ' onload=',
    'javascript:',
    'a',
    '`',
    '|',
    '\n',
    '&#106;',
    '=',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      expect(html(pieces.join('')).replaceAll(/&[#\w]+;/gu, '')).not.toMatch(
        /<(?:script|style|iframe)|<[^>]*\son\w+=/iu,
      );
    }),
    { numRuns: 200 },
  );
});
