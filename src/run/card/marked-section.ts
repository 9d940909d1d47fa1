import { FvalidateError } from "../../support/errors.ts";

/** Lines of their own, between which the card is written. */
export const BEGIN_MARKER = "<!-- fvalidate:begin -->";
export const END_MARKER = "<!-- fvalidate:end -->";

interface Marker {
  /** From 1. */
  readonly line: number;
  readonly start: number;
  /** Behind its line break. */
  readonly end: number;
  readonly lineBreak: string;
}

/**
 * A text with what stands between its two markers replaced; everything else stays as it is, to the byte. The new part
 * has the line breaks of the line with the first marker.
 * @param name the file's, for messages
 * @throws FvalidateError of kind `input` where the markers are missing, more than two, or in the wrong order
 */
export function withSection(text: string, section: string, name: string): string {
  const begin = only(text, BEGIN_MARKER, name);
  const end = only(text, END_MARKER, name);
  if (end.start < begin.start) {
    throw new FvalidateError(
      "input",
      `${name}: the end marker (line ${end.line}) stands above the begin marker (line ${begin.line}).`,
      { hint: `${BEGIN_MARKER} comes first, ${END_MARKER} behind it.` },
    );
  }
  const body = section.replace(/\r\n|\r|\n/g, begin.lineBreak);
  return text.slice(0, begin.end) + body + text.slice(end.start);
}

function only(text: string, marker: string, name: string): Marker {
  const [first, second] = markersIn(text, marker);
  if (first === undefined) {
    throw new FvalidateError("input", `${name} has no line ${marker}.`, {
      hint:
        `Put ${BEGIN_MARKER} and, below it, ${END_MARKER} on lines of their own where the evaluation results belong, ` +
        "most often in the place of the section Evaluation Results.",
    });
  }
  if (second === undefined) return first;
  throw new FvalidateError(
    "input",
    `${name} has ${marker} more than once: in line ${first.line} and in line ${second.line}.`,
    { hint: "Leave one pair of markers, around the evaluation results." },
  );
}

/** Markers within a code block are text about them. */
function markersIn(text: string, marker: string): Marker[] {
  const found: Marker[] = [];
  let fence: string | null = null;
  let line = 0;
  for (const match of text.matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)) {
    line += 1;
    const [whole, content = "", lineBreak = ""] = match;
    fence = fenceAfter(content, fence);
    if (fence === null && content.replace(/^\ufeff/, "").trim() === marker)
      found.push({ line, start: match.index, end: match.index + whole.length, lineBreak });
  }
  return found;
}

/** The fence that is open behind a line. */
function fenceAfter(line: string, open: string | null): string | null {
  const ticks = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
  const fence = ticks?.[1];
  if (fence === undefined) return open;
  if (open === null) return fence.startsWith("`") && (ticks?.[2] ?? "").includes("`") ? null : fence;
  const closes = fence.startsWith(open) && (ticks?.[2] ?? "").trim() === "";
  return closes ? null : open;
}
