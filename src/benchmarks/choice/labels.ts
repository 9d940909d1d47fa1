const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** The letters of so many choices, `A` first. */
export function labelsFor(count: number): string[] {
  return [...LETTERS.slice(0, count)];
}

/** One line for each choice: its letter, what stands between, the choice. */
export function labelledLines(choices: readonly string[], between: string): string {
  return choices.map((choice, index) => `${LETTERS.charAt(index)}${between}${choice}`).join("\n");
}
