import type { SglangFile } from "./sglang-name.ts";

/** A file with the place of its call, and with a name that no other one has. */
export interface PlacedFile {
  readonly file: SglangFile;
  readonly call: number;
  readonly name: string;
}

/**
 * Puts the files of a dump in the order of calls: a module's inputs and outputs are one call, which stands where its last
 * output was dumped, behind the calls within it. A name that comes again gets `#1`, `#2`, …; `rank<n>/` stands before the
 * names where there are several.
 */
export function inCallOrder(files: readonly SglangFile[]): PlacedFile[] {
  const inOrder = files.toSorted((one, other) => one.rank - other.rank || one.index - other.index);
  const calls = callsOf(inOrder).toSorted((one, other) => last(one) - last(other));
  const numbers = new Map(calls.flatMap((call, number) => call.map((file) => [file, number] as const)));
  const hasRanks = new Set(files.map(({ rank }) => rank)).size > 1;
  const seen = new Map<string, number>();
  const placed = inOrder.map((file) => {
    const name = hasRanks ? `rank${file.rank}/${file.name}` : file.name;
    const again = seen.get(name) ?? 0;
    seen.set(name, again + 1);
    return { file, call: numbers.get(file) ?? 0, name: again === 0 ? name : `${name}#${again}` };
  });
  return placed.toSorted((one, other) => one.call - other.call || one.file.index - other.file.index);
}

/** An input that comes after an output of the same layer begins another call of it, and so does a name that comes again. */
function callsOf(inOrder: readonly SglangFile[]): SglangFile[][] {
  const calls: SglangFile[][] = [];
  const open = new Map<string, SglangFile[]>();
  for (const file of inOrder) {
    const key = `${file.rank} ${file.callKey}`;
    const current = open.get(key);
    if (current !== undefined && goesOn(current, file)) current.push(file);
    else {
      const call = [file];
      calls.push(call);
      open.set(key, call);
    }
  }
  return calls;
}

function goesOn(call: readonly SglangFile[], { part, name }: SglangFile): boolean {
  const startsAgain = part === "input" && call.at(-1)?.part === "output";
  return !startsAgain && call.every((file) => file.name !== name);
}

function last(call: readonly SglangFile[]): number {
  return call.at(-1)?.index ?? 0;
}
