/** The letters that options go by, from A on. */
export function lettersFor(options: readonly unknown[]): string[] {
  return options.map((_, index) => String.fromCharCode(65 + index));
}
