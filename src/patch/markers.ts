import { indentOf, type SourceLine } from "./source-lines.ts";

/** What a marker belongs to; each is switched by itself. */
export const FEATURES = ["gems", "seeds", "noise"] as const;
export type Feature = (typeof FEATURES)[number];

const OFF = /^([ \t\f]*)# fvalidate (gems|seeds|noise) off: (.*)$/s;
const ON = /^[ \t\f]*# fvalidate (gems|seeds|noise) on: next (\d+)$/;

/** A line that is switched off: its own text as a comment behind a marker, so that switching on is exact. */
export function switchedOff(line: SourceLine, feature: Feature): SourceLine {
  const indent = indentOf(line.content);
  return { ...line, content: `${indent}# fvalidate ${feature} off: ${line.content.slice(indent.length)}` };
}

/** Lines of ours, behind a marker that counts them. */
export function inserted(contents: readonly string[], feature: Feature, ending: string): SourceLine[] {
  if (contents.length === 0) return [];
  const marker = `${indentOf(contents[0] ?? "")}# fvalidate ${feature} on: next ${contents.length}`;
  return [marker, ...contents].map((content) => ({ content, ending }));
}

/** The line as it was before it was switched off, or `null` for one that is not switched off. */
export function originalOf(line: SourceLine, feature: Feature): SourceLine | null {
  const [, indent = "", owner, rest = ""] = OFF.exec(line.content) ?? [];
  return owner === feature ? { ...line, content: indent + rest } : null;
}

/** How many lines of ours follow this marker; 0 for a line that is no such marker. */
export function insertedBehind(line: SourceLine, feature: Feature): number {
  const [, owner, count] = ON.exec(line.content) ?? [];
  return owner === feature ? Number(count) : 0;
}

/** Undoes everything that was done for a feature: the exact inverse of switching off and inserting. */
export function undo(lines: readonly SourceLine[], feature: Feature): SourceLine[] {
  const undone: SourceLine[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    if (line === undefined) continue;
    const ours = insertedBehind(line, feature);
    if (ours > 0) at += ours;
    else undone.push(originalOf(line, feature) ?? line);
  }
  return undone;
}
