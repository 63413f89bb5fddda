/** HTML whose values are text, always: only what was made by `html` is markup. */

export interface Markup {
  readonly markup: string;
}

type Value = string | number | Markup | readonly Markup[] | null;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Also without what could hide or reorder text: control characters and marks of writing direction. */
const escapeText = (text: string): string =>
  text
    .replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

function render(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escapeText(value);
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
}

/** A template whose values are escaped; null is nothing, a list of markup is joined. */
export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Markup => ({
  markup: parts.map((part, i) => part + render(values[i] ?? null)).join(''),
});

/** A list of sentences; nothing for none. */
export const bullets = (sentences: readonly string[]): Markup =>
  sentences.length === 0 ? html`` : html`<ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;

/** Names with their values; values that are null are left out. */
export const facts = (pairs: readonly (readonly [name: string, value: string | Markup | null])[]): Markup =>
  html`<dl>${pairs.flatMap(([name, value]) => (value === null ? [] : [html`<div><dt>${name}</dt><dd>${value}</dd></div>`]))}</dl>`;
