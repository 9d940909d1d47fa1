/** One part of what the script `poll` prints. */
export interface Section {
  readonly name: string;
  readonly index: number;
  /** The offset in the log at which `content` begins. */
  readonly from: number;
  readonly content: Buffer;
}

const NEWLINE = 0x0a;

/** Takes apart header lines `name index from length` and the bytes behind each; a torn last part is left out. */
export function parseSections(output: Buffer): Section[] {
  const sections: Section[] = [];
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(NEWLINE, at);
    if (end === -1) break;
    const [name = "", index, from, length] = output.toString("latin1", at, end).split(" ");
    const content = output.subarray(end + 1, end + 1 + Number(length));
    if (content.length !== Number(length)) break;
    sections.push({ name, index: Number(index), from: Number(from), content });
    at = end + 1 + content.length;
  }
  return sections;
}
