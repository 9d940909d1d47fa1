import { styleText } from "node:util";

/** A line of results, on standard output. */
export function printLine(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Text that already ends as it should, on standard output. */
export function printText(text: string): void {
  process.stdout.write(text);
}

/** A line of progress or diagnosis, on standard error. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

export type Colour = "green" | "red" | "yellow" | "bold";

/** Coloured where standard output is a terminal that wants colours (https://no-color.org). */
export function colour(text: string, ...colours: Colour[]): string {
  const wanted = process.stdout.isTTY === true && (process.env["NO_COLOR"] ?? "") === "";
  return wanted ? styleText(colours, text) : text;
}

/** A reader that went away (`fvalidate … | head`) is no error of ours. */
export function ignoreClosedOutput(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

/** Columns to break text at: the terminal's, up to what reads well. */
export function terminalWidth(): number {
  return Math.min(120, process.stdout.columns ?? 100);
}
