/** A key with what stands behind it on its line. */
const ENTRY = /^( *)([\w.-]+):(?:\s+(.*))?$/;

/**
 * The values of a YAML file that stand on one line with their keys, by the path of the keys:
 * `generation_config.temperature`. Enough for the settings that harnesses dump; lists and texts of several lines are passed
 * over, and nothing is resolved.
 */
export function yamlScalars(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const open: { indent: number; key: string }[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [, blanks = "", key, value = ""] = ENTRY.exec(line) ?? [];
    if (key === undefined) continue;
    while (open.length > 0 && (open.at(-1)?.indent ?? -1) >= blanks.length) open.pop();
    open.push({ indent: blanks.length, key });
    if (value !== "") found.set(open.map((entry) => entry.key).join("."), unquoted(value.trim()));
  }
  return found;
}

function unquoted(value: string): string {
  return /^'.*'$|^".*"$/.test(value) ? value.slice(1, -1) : value;
}
