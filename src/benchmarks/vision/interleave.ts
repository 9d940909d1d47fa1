import type { DataRow, ImageSource, Part } from "../../contracts/benchmark.ts";
import { pythonStrip } from "../../support/python/text.ts";
import { rowProblem } from "../rows/cells.ts";

const MARKER = /<image (?<number>\d+)>/g;

/**
 * Text with its pictures in the places of its marks `<image n>`. Blank text between pictures is left out; pictures that no
 * mark names are not shown, but a text without a mark is followed by all of them.
 * @throws FvalidateError of kind `input` for a mark without its picture
 */
export function interleave(row: DataRow, text: string, images: ReadonlyMap<number, ImageSource>): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(MARKER)) {
    addText(parts, text.slice(from, match.index));
    parts.push({ kind: "image", image: markedImage(row, Number(match.groups?.["number"]), images) });
    from = match.index + match[0].length;
  }
  addText(parts, text.slice(from));
  if (from > 0) return parts;
  return [...parts, ...[...images.values()].map((image) => ({ kind: "image" as const, image }))];
}

/** The text as it is, or nothing for a blank one. */
export function addText(parts: Part[], text: string): void {
  if (pythonStrip(text) !== "") parts.push({ kind: "text", text });
}

function markedImage(row: DataRow, number: number, images: ReadonlyMap<number, ImageSource>): ImageSource {
  const image = images.get(number);
  if (image === undefined) throw rowProblem(row, `shows <image ${number}>, but has no such picture`);
  return image;
}
