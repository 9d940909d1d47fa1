/** A part of a text that is there whole or not at all. */
export interface Section {
  readonly text: string;
  /** What a reader misses without it. */
  readonly what: string;
}

export interface Room {
  readonly most: number;
  readonly measure: (text: string) => number;
}

/** Room that is kept for saying what was left out. */
const NOTE = 400;

/** The sections that fit, a blank line between them, and a note that names the others. */
export function sectionsWithin(sections: readonly Section[], { most, measure }: Room): string {
  let text = "";
  const left: string[] = [];
  for (const section of sections) {
    const longer = `${text}${text === "" ? "" : "\n\n"}${section.text}`;
    if (measure(longer) <= most - NOTE) text = longer;
    else left.push(section.what);
  }
  const note =
    left.length === 0 ? "" : `\n\n*Left out, being too long: ${left.join(", ")}. report.md has it all.*`;
  return `${text}${note}\n`;
}
