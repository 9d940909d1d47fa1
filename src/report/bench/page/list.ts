import { html, type Markup } from "../../page/markup.ts";
import { sentence } from "../../page/page-head.ts";

/** Sentences below a table; nothing where there are none. */
export function list(sentences: readonly string[]): Markup | null {
  return sentences.length === 0
    ? null
    : html`<ul>${sentences.map((one) => html`<li>${sentence(one)}</li>`)}</ul>`;
}
