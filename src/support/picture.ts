import { Buffer } from "node:buffer";
import { FvalidateError, messageOf } from "./errors.ts";

/** A picture as raw RGB bytes, [height, width, 3]. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** What pi0's servers are fed with; the image library would also draw SVG and read PDF. */
const FORMATS: readonly string[] = ["png", "jpeg", "webp"];

/**
 * Decodes a PNG, JPEG or WebP file to 8-bit RGB. Transparency is dropped, colour profiles and EXIF orientation are
 * left alone: the published servers do so too.
 *
 * @param name for messages: the file's name
 * @throws FvalidateError of kind `input` for anything that is not a whole picture
 */
export async function decodePicture(bytes: Uint8Array, name: string): Promise<Picture> {
  if (bytes.length === 0) throw unusable(name, "the picture is empty");
  try {
    return await decode(bytes);
  } catch (error) {
    throw unusable(name, `not a whole PNG, JPEG or WebP picture (${messageOf(error)})`, error);
  }
}

/** Encodes as PNG, which keeps every pixel. */
export async function encodePng({ width, height, pixels }: Picture): Promise<Uint8Array> {
  const { default: sharp } = await import("sharp");
  const image = sharp(pixels, { raw: { width, height, channels: 3 } });
  return new Uint8Array(await image.png({ adaptiveFiltering: true }).toBuffer());
}

async function decode(bytes: Uint8Array): Promise<Picture> {
  // Loading the image library takes longer than most commands run, so only those that need it wait for it.
  const { default: sharp } = await import("sharp");
  const image = sharp(bytes, { failOn: "truncated", ignoreIcc: true });
  const { format } = await image.metadata();
  if (!FORMATS.includes(format)) throw new Error(`it is ${format}`);
  // The library takes a PNG whose last rows are there for whole, even where the file ends before its end mark.
  if (format === "png" && !hasEndMark(bytes)) throw new Error("its end is missing");
  const rgb = image.removeAlpha().toColourspace("srgb").raw({ depth: "uchar" });
  const { data, info } = await rgb.toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: new Uint8Array(data) };
}

/** Whether the last chunk of a PNG and its four bytes of checksum are there. */
function hasEndMark(bytes: Uint8Array): boolean {
  const mark = Buffer.from(bytes).lastIndexOf("IEND");
  return mark !== -1 && mark + 8 <= bytes.length;
}

function unusable(name: string, problem: string, cause?: unknown): FvalidateError {
  return new FvalidateError("input", `${name}: ${problem}.`, {
    hint: "A missing or broken picture is never replaced by a black one: give the real file.",
    cause,
  });
}
