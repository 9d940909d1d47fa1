/**
 * Whether a path fits a pattern: `*` stands for any characters of one name, `?` for one of them, `**` for any number
 * of folders. All else stands for itself, so that names with brackets need no escapes.
 *
 * @param path with `/` between its names, relative
 */
export function matchesPattern(path: string, pattern: string): boolean {
  return expressionOf(pattern).test(path);
}

/** Those of the paths that fit any pattern: in the patterns' order, within one in the order of their characters. */
export function matchingPaths(paths: readonly string[], patterns: readonly string[]): string[] {
  const sorted = paths.toSorted(byCharacters);
  const found = new Set<string>();
  for (const pattern of patterns) {
    const expression = expressionOf(pattern);
    for (const path of sorted) if (expression.test(path)) found.add(path);
  }
  return [...found];
}

/** The same everywhere, whatever the language of the machine. */
export function byCharacters(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function expressionOf(pattern: string): RegExp {
  // Several `**` in a row mean what one of them means, and would only make the search slow.
  const names = pattern.split("/").filter((name, index, all) => name !== "**" || all[index - 1] !== "**");
  const parts = names.map((name, index) => {
    const isLast = index === names.length - 1;
    if (name === "**") return isLast ? ".+" : "(?:[^/]+/)*";
    return nameExpression(name) + (isLast ? "" : "/");
  });
  return new RegExp(`^${parts.join("")}$`, "su");
}

function nameExpression(name: string): string {
  return name.replace(/\*+/g, "*").replace(/[.*+?^${}()|[\]\\]/g, (character) => {
    if (character === "*") return "[^/]*";
    return character === "?" ? "[^/]" : `\\${character}`;
  });
}
