/**
 * Whether a name fits a pattern: `*` stands for any characters, `?` for one, `{a,b}` for either. Tensor names are no
 * paths, so `*` crosses dots and slashes; all else stands for itself.
 */
export function namePattern(pattern: string): (name: string) => boolean {
  const expression = new RegExp(`^${expressionOf(pattern)}$`, "su");
  return (name) => expression.test(name);
}

const PARTS = /\*+|\?|\{[^{}]*\}|[^*?{]+|\{/gu;

function expressionOf(pattern: string): string {
  return (pattern.match(PARTS) ?? []).map(partExpression).join("");
}

function partExpression(part: string): string {
  // Several `*` in a row mean what one of them means, and would only make the search slow.
  if (part.startsWith("*")) return ".*";
  if (part === "?") return ".";
  if (part.startsWith("{") && part.endsWith("}")) {
    return `(?:${part.slice(1, -1).split(",").map(expressionOf).join("|")})`;
  }
  return part.replace(/[.+^${}()|[\]\\/]/g, "\\$&");
}
