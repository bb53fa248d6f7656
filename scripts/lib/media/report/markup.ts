/** HTML that is safe to put into a page: made by `html` from constant text, with every value escaped. */
export class Markup {
  readonly text: string;

  /** Only for text that this repository wrote itself: a style sheet, a bundled script, a base64 block. */
  static trusted(text: string): Markup {
    return new Markup(text);
  }

  private constructor(text: string) {
    this.text = text;
  }
}

/** What a template takes: text and numbers are escaped, markup stays, lists are joined, and nothing leaves no trace. */
export type Content = Markup | string | number | null | undefined | false | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// Characters that no HTML text may hold (WHATWG HTML, "control-character-reference") would also change what a reader sees.
// oxlint-disable-next-line no-control-regex -- control characters are what is replaced here
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]/gu;

/** Text as it may stand between tags and inside a quoted attribute. */
export function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(FORBIDDEN, '\ufffd')
    .replaceAll(/[&<>"']/gu, (sign) => ENTITIES[sign] ?? sign);
}

/**
 * A template of HTML. Attributes must be quoted in the template; a value may stand in text or in a quoted attribute,
 * never in a tag's name, a script, a style or an address that is followed.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return Markup.trusted(parts.map((part, index) => part + flatten(values[index])).join(''));
}

/** Text from a pull request as one run: right-to-left marks inside it cannot turn what stands beside it. */
export const isolated = (text: string): Markup => html`<bdi>${text}</bdi>`;

function flatten(content: Content): string {
  if (content === null || content === undefined || content === false) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'string') return escapeText(content);
  if (typeof content === 'number') return String(content);
  return content.map(flatten).join('');
}
