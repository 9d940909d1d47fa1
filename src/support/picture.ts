import { FvalidateError, messageOf } from "./errors.ts";

/** A picture as raw RGB bytes, [height, width, 3]. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/**
 * Decodes a PNG, JPEG or WebP file to 8-bit RGB. Transparency is dropped and EXIF orientation left alone, as the
 * published servers do.
 *
 * @param name for messages: the file's name
 * @throws FvalidateError of kind `input` for anything that is not a whole picture
 */
export async function decodePicture(bytes: Uint8Array, name: string): Promise<Picture> {
  if (bytes.length === 0) throw new FvalidateError("input", `The picture ${name} is empty.`);
  // Loading the image library takes longer than most commands run, so only those that need it wait for it.
  const { default: sharp } = await import("sharp");
  try {
    const image = sharp(bytes, { failOn: "truncated" }).removeAlpha().toColourspace("srgb");
    const { data, info } = await image.raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, pixels: new Uint8Array(data) };
  } catch (error) {
    throw new FvalidateError(
      "input",
      `${name} is not a whole PNG, JPEG or WebP picture: ${messageOf(error)}.`,
      {
        hint: "A missing or broken picture is never replaced by a black one: give the real file.",
        cause: error,
      },
    );
  }
}

/** Encodes as PNG, which keeps every pixel. */
export async function encodePng({ width, height, pixels }: Picture): Promise<Uint8Array> {
  const { default: sharp } = await import("sharp");
  return new Uint8Array(
    await sharp(pixels, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer(),
  );
}
