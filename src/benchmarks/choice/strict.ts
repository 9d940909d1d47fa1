import { pythonStrip } from "../../support/python/text.ts";

/**
 * The label on a reply's last line, where that line is the mark and a label and nothing else.
 * @param mark as the prompt writes it, such as `ANSWER: `
 */
export function lastLineLabel(reply: string, mark: string, labels: readonly string[]): string | null {
  const text = pythonStrip(reply);
  const line = pythonStrip(text.slice(text.lastIndexOf("\n") + 1));
  const label = line.startsWith(mark) ? line.slice(mark.length) : null;
  return label !== null && labels.includes(label) ? label : null;
}
