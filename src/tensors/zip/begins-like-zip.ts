const MARKS: readonly (readonly number[])[] = [
  // A member, and the end record of an archive without members.
  [0x50, 0x4b, 3, 4],
  [0x50, 0x4b, 5, 6],
];

/** Whether bytes begin like a zip archive, as far as there are any. */
export function beginsLikeZip(bytes: Uint8Array): boolean {
  return (
    bytes.length > 1 && MARKS.some((mark) => mark.every((byte, i) => i >= bytes.length || bytes[i] === byte))
  );
}
