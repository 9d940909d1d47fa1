/**
 * Text for the log of a GitHub Actions job in which no line is a workflow command: the runner obeys lines that begin
 * with `::`, whatever is before it but space, and `##[` anywhere. Names and messages of others must not steer it.
 */
export function defuseCommands(text: string): string {
  return text.replace(/^(\s*):(?=:)/gm, "$1: ").replaceAll("##[", "## [");
}
