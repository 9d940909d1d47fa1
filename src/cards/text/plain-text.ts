const ENTITIES: Readonly<Record<string, string>> = {
  nbsp: " ",
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  plusmn: "±",
  minus: "−",
  uarr: "↑",
  darr: "↓",
  percnt: "%",
};

/** What a reader sees of a cell or heading: without tags, links, emphasis, escapes and references. */
export function plainText(text: string): string {
  return text
    .replace(/<br\s*\/?>/gi, " ")
    .replace(/<\/?[a-z][^<>]*>/gi, "")
    .replace(/!?\[([^[\]]*)\]\([^()]*\)/g, "$1")
    .replace(/&(\w+|#\d+|#x[\da-f]+);/gi, (reference, name: string) => decoded(name) ?? reference)
    .replace(/\\([!-/:-@[-`{-~])|[*`]+|~~/g, (_, escaped: string | undefined) => escaped ?? "")
    .replace(/^\s*__(.*)__\s*$/, "$1")
    .replace(/[\s\u00a0]+/g, " ")
    .trim();
}

function decoded(name: string): string | undefined {
  const hexadecimal = /^#x([\da-f]{1,6})$/i.exec(name)?.[1];
  const decimal = /^#(\d{1,7})$/.exec(name)?.[1];
  const code = hexadecimal === undefined ? Number(decimal ?? Number.NaN) : Number.parseInt(hexadecimal, 16);
  if (Number.isNaN(code)) return ENTITIES[name.toLowerCase()];
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
