const MAXIMUM_LENGTH = 300;
/** What is looked at of a page, so that a long one costs nothing. */
const MAXIMUM_PAGE = 20_000;

/** What a server's page says, on one line: the title and first paragraph of HTML, else the text itself. */
export function pageText(page: string): string {
  const start = page.slice(0, MAXIMUM_PAGE);
  return oneLine(/<html|<!doctype|<head/i.test(start) ? htmlText(start) : start);
}

/** With the full stop that servers leave out, so that another sentence can follow. */
export function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** On one line, and not longer than a message bears. */
export function oneLine(text: string): string {
  // Whatever would move the terminal's cursor or colour it.
  const line = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  return line.length > MAXIMUM_LENGTH ? `${line.slice(0, MAXIMUM_LENGTH)}…` : line;
}

function htmlText(page: string): string {
  const parts = [/<title[^>]*>(.*?)<\/title>/is, /<p[^>]*>(.*?)<\/p>/is].map((tag) =>
    textOf(tag.exec(page)?.[1]),
  );
  const found = parts.filter((part) => part !== "").join(": ");
  return found === "" ? textOf(page) : found;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
  ["&#39;", "'"],
  ["&#x27;", "'"],
  ["&amp;", "&"],
]);

function textOf(markup = ""): string {
  const text = markup.replace(/<(script|style).*?<\/\1>/gis, " ").replace(/<[^>]*>/g, " ");
  return text.replace(/&[#\w]+;/g, (entity) => ENTITIES.get(entity) ?? entity).trim();
}
