interface Signature {
  readonly bytes: readonly number[];
  readonly kind: string;
  readonly hint: string;
}

const ascii = (text: string): number[] => [...new TextEncoder().encode(text)];

const UNPACK = "Take one array out of it and save that with numpy.save.";
const PLAIN_ARRAY = "Save a plain array of numbers with numpy.save.";

const SIGNATURES: readonly Signature[] = [
  { bytes: ascii("PK\u0003\u0004"), kind: "a zip archive (.npz, .pt)", hint: UNPACK },
  { bytes: ascii("PK\u0005\u0006"), kind: "an empty zip archive (.npz)", hint: UNPACK },
  { bytes: [0x89, ...ascii("HDF")], kind: "an HDF5 file", hint: UNPACK },
  { bytes: [0x1f, 0x8b], kind: "data compressed with gzip", hint: "Unpack it with gunzip." },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], kind: "data compressed with zstd", hint: "Unpack it with zstd -d." },
  { bytes: [0x89, ...ascii("PNG")], kind: "a PNG picture", hint: PLAIN_ARRAY },
  { bytes: [0xff, 0xd8, 0xff], kind: "a JPEG picture", hint: PLAIN_ARRAY },
  {
    bytes: ascii("version https://git-lfs"),
    kind: "a Git LFS pointer, not the file itself",
    hint: "Fetch it with git lfs pull.",
  },
];

/** What a file that is no `.npy` file seems to be, and what to do about it; from its first bytes. */
export function looksLike(bytes: Uint8Array): { readonly kind: string; readonly hint: string } {
  const known = SIGNATURES.find(({ bytes: signature }) => signature.every((byte, i) => bytes[i] === byte));
  if (known !== undefined) return known;
  if (bytes[0] === 0x80 && [2, 3, 4, 5].includes(bytes[1] ?? 0)) {
    return { kind: "a Python pickle, which is never loaded", hint: PLAIN_ARRAY };
  }
  // Its first 8 bytes are the length of the JSON that follows them.
  if (bytes[8] === 0x7b && bytes[6] === 0 && bytes[7] === 0)
    return { kind: "a safetensors file", hint: UNPACK };
  return textKind(bytes) ?? { kind: "binary data of an unknown kind", hint: PLAIN_ARRAY };
}

function textKind(bytes: Uint8Array): { readonly kind: string; readonly hint: string } | null {
  const text = textOf(bytes.subarray(0, 256))?.trimStart();
  if (text === undefined) return null;
  if (/^[{[]/.test(text)) return { kind: "JSON", hint: PLAIN_ARRAY };
  if (/^<(!doctype|html|\?xml)/i.test(text)) {
    return { kind: "a web page", hint: "The download failed: fetch it again." };
  }
  return { kind: "text", hint: PLAIN_ARRAY };
}

/** The bytes as text, where they are nothing but printable UTF-8. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    // Streaming leaves out a character that the 256 bytes cut in two.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return /[^\P{Cc}\t\r\n\f]/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
