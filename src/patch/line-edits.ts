import { type Feature, inserted, switchedOff } from "./markers.ts";
import type { SourceLine } from "./source-lines.ts";

/** Whole logical lines that are switched off, with what stands in for them. */
export interface LineEdit {
  readonly firstLine: number;
  readonly lastLine: number;
  /** Contents of the lines in their place, without line breaks; empty for none. */
  readonly replacement: readonly string[];
}

/**
 * Applies edits that do not overlap. What stands in comes before what is switched off, so that a last line without a
 * line break stays the last.
 */
export function applyLineEdits(
  lines: readonly SourceLine[],
  edits: readonly LineEdit[],
  feature: Feature,
): SourceLine[] {
  const result: SourceLine[] = [];
  let next = 0;
  for (const edit of edits.toSorted((first, second) => first.firstLine - second.firstLine)) {
    result.push(...lines.slice(next, edit.firstLine));
    const original = lines.slice(edit.firstLine, edit.lastLine + 1);
    result.push(...inserted(edit.replacement, feature, endingNear(lines, edit.firstLine)));
    result.push(...original.map((line) => switchedOff(line, feature)));
    next = edit.lastLine + 1;
  }
  return [...result, ...lines.slice(next)];
}

/** The line break that a new line at this place should have. */
export function endingNear(lines: readonly SourceLine[], at: number): string {
  return lines[at]?.ending || lines[at - 1]?.ending || lines[0]?.ending || "\n";
}
