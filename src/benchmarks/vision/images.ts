import type { Cell, DataRow, ImageSource } from "../../contracts/benchmark.ts";
import { sha256 } from "../../support/hash.ts";
import { rowProblem } from "../rows/cells.ts";

const DATA_URL = /^data:image\/[\w.+-]+;base64,/;
const PICTURE_NAME = /\.(?:jpe?g|png|webp|gif|bmp|tiff?|mpo)$/i;
const BASE64 = /^[A-Za-z0-9+/\s]{64,}={0,2}\s*$/;

/**
 * The picture of a cell: bytes; `{bytes, path}` as Hugging Face's parquet files have it; a path, as in JSONL; or base64, as
 * in the TSV files of VLMEvalKit, with or without the head of a data URL.
 * @returns `null` for an absent or an empty cell
 */
export function imageOf(cell: Cell | undefined): ImageSource | null {
  if (cell instanceof Uint8Array) return { bytes: cell };
  if (typeof cell === "string") return imageOfText(cell);
  if (cell === null || typeof cell !== "object" || Array.isArray(cell)) return null;
  const fields = new Map<string, Cell>(Object.entries(cell));
  return imageOf(fields.get("bytes")) ?? imageOf(fields.get("path"));
}

function imageOfText(text: string): ImageSource | null {
  if (text === "") return null;
  if (DATA_URL.test(text)) return { base64: text.replace(DATA_URL, "") };
  if (!PICTURE_NAME.test(text.slice(-8)) && BASE64.test(text)) return { base64: text };
  return { path: text };
}

/**
 * A column's picture.
 * @throws FvalidateError of kind `input` where there is none
 */
export function imageCell(row: DataRow, column: string): ImageSource {
  const image = imageOf(row.cells[column]);
  if (image === null) throw rowProblem(row, `has no picture in its column ${column}`);
  return image;
}

/**
 * The pictures of the columns `image_1`, `image_2`, … by their numbers, empty ones left out; or else those of a column
 * `images`, a list, or of a column `image`, counted from 1.
 * @throws FvalidateError of kind `input` for a row without any
 */
export function numberedImages(row: DataRow, last: number): Map<number, ImageSource> {
  const numbers = Array.from({ length: last }, (_, index) => index + 1);
  const columns = numbers.map((number) => row.cells[`image_${number}`]);
  const list = row.cells["images"];
  const cells = columns.some((cell) => imageOf(cell) !== null)
    ? columns
    : Array.isArray(list)
      ? (list as readonly Cell[])
      : [row.cells["image"]];
  const images = new Map<number, ImageSource>();
  for (const [index, cell] of cells.entries()) {
    const image = imageOf(cell);
    if (image !== null) images.set(index + 1, image);
  }
  if (images.size === 0) throw rowProblem(row, "has no picture");
  return images;
}

/** MMMU's questions have up to so many. */
const MOST_PLACED = 7;

/** A row's pictures but those that the text does not place, where it places any. */
export function placedImages(row: DataRow, text: string): Map<number, ImageSource> {
  const images = numberedImages(row, MOST_PLACED);
  const placed = [...images].filter(([number]) => text.includes(`<image ${number}>`));
  return placed.length === 0 ? images : new Map(placed);
}

/** The same for all questions about the same first picture: its digest, or where it lies. */
export function imageCluster(row: DataRow, images: Iterable<ImageSource>): string | null {
  const [image] = images;
  if (image === undefined) return null;
  if ("path" in image) return `${row.file.slice(0, row.file.lastIndexOf("/") + 1)}${image.path}`;
  return sha256("bytes" in image ? image.bytes : image.base64).slice(0, 16);
}
