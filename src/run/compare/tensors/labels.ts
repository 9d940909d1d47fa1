import { resolve, sep } from "node:path";

/** Longer names would not fit into a folder's. */
const LONGEST = 40;

/** The ends of two paths, as short as tells them apart. */
export function labelsOf(baseline: string, candidate: string): { baseline: string; candidate: string } {
  const [one, other] = [partsOf(baseline), partsOf(candidate)];
  const longest = Math.max(one.length, other.length);
  for (let length = 1; length <= longest; length += 1) {
    const [first, second] = [one.slice(-length).join("/"), other.slice(-length).join("/")];
    if (first !== second) return { baseline: first, candidate: second };
  }
  const name = one.at(-1) ?? baseline;
  return { baseline: name, candidate: name };
}

function partsOf(path: string): string[] {
  return resolve(path)
    .split(sep)
    .filter((part) => part !== "");
}

/** A label as part of a folder's name. */
export function folderWord(label: string): string {
  return (
    label
      .replace(/[^\p{L}\p{N}._-]+/gu, "-")
      .replace(/^[.-]+/, "")
      .slice(0, LONGEST) || "tensors"
  );
}
