import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeText, html, isolated, Markup } from './markup.ts';

test('text becomes text, wherever it stands', () => {
  const hostile = `</script><img src=x onerror="alert('1')">`;

  expect(html`<p title="${hostile}">${hostile}</p>`.text).toBe(
    '<p title="&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;">&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;</p>',
  );
});

test('markup stays markup, lists are joined, nothing leaves no trace', () => {
  const items = ['a', 'b'].map((item) => html`<i>${item}</i>`);

  expect(html`<b>${[items, null, undefined, false, 0]}</b>`.text).toBe('<b><i>a</i><i>b</i>0</b>');
});

test('characters that HTML cannot hold are replaced, half a surrogate pair too', () => {
  expect(escapeText('a\u0000b\u001b[31m\ud800c\n\t')).toBe('a\ufffdb\ufffd[31m\ufffdc\n\t');
});

test('a name from a pull request is isolated in its direction', () => {
  expect(isolated('\u202egnp.exe').text).toBe('<bdi>\u202egnp.exe</bdi>');
});

test('no text of any kind opens a tag or ends an attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(escapeText(text)).not.toMatch(/[<>"']/u);
    }),
  );
});

test('trusted text is taken as it is', () => {
  expect(html`${Markup.trusted('<b>')}`.text).toBe('<b>');
});
