import { html, type Markup } from "./markup.ts";

/** How a mark looks; the page's style draws each. */
export type Key = "baseline" | "candidate" | "floor" | "limit" | "band" | "bar" | "other-bar" | "ink" | "bad";

export function key(name: Key, meaning: string): Markup {
  return html`<li><span class="key" data-key="${name}"></span>${meaning}</li>`;
}

/** What the marks of a chart mean, above it. */
export function legend(keys: readonly Markup[]): Markup {
  return html`<ul class="legend">${keys}</ul>`;
}
