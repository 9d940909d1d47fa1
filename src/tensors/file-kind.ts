const SIGNATURES: readonly { readonly bytes: readonly number[]; readonly kind: string }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], kind: "it is a zip archive (.npz, .pt)" },
  { bytes: [0x89, 0x48, 0x44, 0x46], kind: "it is an HDF5 file" },
  { bytes: [0x80], kind: "it is a pickle, which is never loaded: save a plain array with numpy.save" },
  { bytes: [0x1f, 0x8b], kind: "it is compressed with gzip" },
  { bytes: [0x7b], kind: "it looks like JSON" },
  { bytes: [0x5b], kind: "it looks like JSON" },
  { bytes: [0x89, 0x50, 0x4e, 0x47], kind: "it is a PNG picture" },
  { bytes: [0xff, 0xd8, 0xff], kind: "it is a JPEG picture" },
];

/** What a file seems to be, for the message that refuses it. */
export function looksLike(bytes: Uint8Array): string {
  if (bytes.length === 0) return "it is empty";
  const known = SIGNATURES.find(({ bytes: signature }) => signature.every((byte, i) => bytes[i] === byte));
  if (known !== undefined) return known.kind;
  const first = [...bytes.subarray(0, 6)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return `its first bytes are ${first}`;
}
