/** Where a question's pictures go. */
export interface Placed {
  readonly question: string;
  readonly images: number;
  /** For each picture the offset in the question, in code points, before which it stands. */
  readonly offsets: readonly number[];
}

/**
 * The question with marks `<image n>` at its pictures' offsets. Pictures without an offset, or all at offset 0, come
 * before it.
 */
export function markedQuestion({ question, images, offsets }: Placed): string {
  const numbers = Array.from({ length: images }, (_, index) => index + 1);
  if (offsets.every((offset) => offset === 0)) return `${numbers.map(mark).join("")}${question}`;
  const characters = [...question];
  const placed = numbers
    .slice(0, offsets.length)
    .map((number, index) => ({ number, offset: offsets[index] ?? 0 }))
    .sort((one, other) => one.offset - other.offset);
  let text = "";
  let from = 0;
  for (const { number, offset } of placed) {
    text += characters.slice(from, offset).join("") + mark(number);
    from = Math.max(from, offset);
  }
  return text + characters.slice(from).join("");
}

function mark(number: number): string {
  return `<image ${number}>`;
}
