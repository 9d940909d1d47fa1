import { visible } from "../data-text.ts";

/** A piece of HTML that is known to be well-formed. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = Markup | string | number | null | readonly Markup[];

/**
 * HTML from a template: every value is data and is escaped, for text and for quoted attributes alike, unless it is
 * `Markup` already. `null` is nothing.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const text = parts.map((part, index) => part + textOf(values[index] ?? null)).join("");
  return new Markup(text);
}

function textOf(value: Value): string {
  if (value === null) return "";
  if (value instanceof Markup) return value.text;
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? escapeText(value) : value.map(({ text }) => text).join("");
}

function escapeText(text: string): string {
  return visible(text, "\n")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
