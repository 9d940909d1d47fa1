import { Buffer } from "node:buffer";

const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The MIME type of a picture by its first bytes; `null` for what no chat server takes. */
export function imageType(bytes: Uint8Array): string | null {
  if (startsWith(bytes, PNG)) return "image/png";
  if (startsWith(bytes, JPEG)) return "image/jpeg";
  const start = Buffer.from(bytes.subarray(0, 12)).toString("latin1");
  if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) return "image/gif";
  if (/^RIFF[\s\S]{4}WEBP/.test(start)) return "image/webp";
  return start.startsWith("BM") ? "image/bmp" : null;
}

function startsWith(bytes: Uint8Array, mark: Uint8Array): boolean {
  return mark.every((byte, i) => bytes[i] === byte);
}
