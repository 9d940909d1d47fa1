/** One word of a POSIX shell, whatever it holds; plain words stay as they are, so that a person can read them. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A command line that a POSIX shell takes apart into these words again. */
export function shellLine(argv: readonly string[]): string {
  return argv.map(shellWord).join(" ");
}
