import { cut, visibleBlock } from "../data-text.ts";

/** A piece of HTML that is known to be well-formed. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Value = Markup | string | number | null | readonly Value[];

/**
 * HTML from a template: every value is data and is escaped, for text and for quoted attributes alike, unless it is
 * `Markup` already. `null` is nothing, and a list is its values one after the other.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const text = parts.map((part, index) => part + textOf(values[index] ?? null)).join("");
  return new Markup(text);
}

/** Values with something between them. */
export function joined(values: readonly Value[], separator: string): Markup {
  return new Markup(values.map(textOf).join(textOf(separator)));
}

/** Text of any length, the end of what is too long for a page left out and told. */
export function shortened(text: string, most: number): Markup {
  const shown = cut(text, most);
  if (shown === text) return html`${text}`;
  return html`${shown} <span class="quiet">(cut; ${text.length} characters in all)</span>`;
}

function textOf(value: Value): string {
  if (value === null) return "";
  if (value instanceof Markup) return value.text;
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? escapeText(value) : value.map(textOf).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeText(text: string): string {
  return visibleBlock(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
