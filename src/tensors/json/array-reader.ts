import { FvalidateError } from "../../support/errors.ts";
import { HoldsNoTensors } from "../formats/tensor-format.ts";
import { type ByteCursor, peek, problemAt, readNumber, take, unexpected } from "./byte-cursor.ts";

/** numpy makes no array with more. */
const MAXIMUM_AXES = 64;

/** What is known of an array while it is read. */
interface Nesting {
  /** How many items each of the open arrays has so far, the outermost first. */
  readonly open: number[];
  /** How many items an array at each depth has: as many as the first that was closed there. */
  readonly lengths: (number | undefined)[];
  /** In how many arrays the numbers lie: as many as the first of them. */
  axes: number | undefined;
}

/**
 * Reads nested arrays of numbers, without recursion.
 *
 * @param push takes the numbers in C order
 * @returns the shape; that of a number by itself is empty
 * @throws FvalidateError of kind `input`, a clause, where they are not rectangular
 * @throws HoldsNoTensors where they hold anything but numbers
 */
export function readArray(cursor: ByteCursor, push: (value: number) => void): number[] {
  const nesting: Nesting = { open: [], lengths: [], axes: undefined };
  do {
    while (take(cursor, "[")) openArray(cursor, nesting);
    const isEmpty = nesting.open.at(-1) === 0 && peek(cursor) === "]";
    if (isEmpty) agreeOnAxes(cursor.at, nesting, "an empty array");
    else readItem(cursor, nesting, push);
    while (nesting.open.length > 0 && take(cursor, "]")) closeArray(cursor, nesting);
  } while (goesOn(cursor, nesting));
  return nesting.lengths.map((length) => length ?? 0);
}

function openArray(cursor: ByteCursor, { open, axes }: Nesting): void {
  const at = cursor.at - 1;
  if (open.length === (axes ?? MAXIMUM_AXES)) {
    throw problemAt(
      at,
      axes === undefined
        ? `it has arrays nested deeper than ${MAXIMUM_AXES},`
        : "it is not rectangular: it has an array where others have a number,",
    );
  }
  open.push(0);
}

function readItem(cursor: ByteCursor, nesting: Nesting, push: (value: number) => void): void {
  const found = peek(cursor);
  const { at } = cursor;
  const value = readNumber(cursor);
  if (value === null) throw noNumber(cursor, nesting, found);
  agreeOnAxes(at, nesting, "a number");
  push(value);
  countItem(nesting);
}

function agreeOnAxes(at: number, nesting: Nesting, what: string): void {
  nesting.axes ??= nesting.open.length;
  if (nesting.axes === nesting.open.length) return;
  throw problemAt(at, `it is not rectangular: it has ${what} where others have an array,`);
}

function countItem({ open }: Nesting): void {
  const last = open.length - 1;
  if (last >= 0) open[last] = (open[last] ?? 0) + 1;
}

function closeArray(cursor: ByteCursor, nesting: Nesting): void {
  const { open, lengths } = nesting;
  const length = open.pop() ?? 0;
  const wanted = lengths[open.length] ?? length;
  lengths[open.length] = wanted;
  if (length !== wanted) {
    throw problemAt(
      cursor.at - 1,
      `it is not rectangular: an array has ${length} items where the one before has ${wanted}; it ends`,
    );
  }
  countItem(nesting);
}

/** Whether another item follows. */
function goesOn(cursor: ByteCursor, { open }: Nesting): boolean {
  if (open.length === 0) return false;
  if (take(cursor, ",")) return true;
  throw unexpected(cursor, "`,` or `]`");
}

const OTHER_KINDS: ReadonlyMap<string, string> = new Map([
  ['"', "text"],
  ["t", "true"],
  ["f", "false"],
  ["{", "an object in an array"],
]);

function noNumber(cursor: ByteCursor, { open }: Nesting, found: string): FvalidateError {
  const isNull = cursor.bytes.toString("latin1", cursor.at, cursor.at + 4) === "null";
  if (isNull && open.length > 0) {
    return new FvalidateError("input", `it has null where a number belongs, at byte ${cursor.at}`, {
      hint: "Some writers put null for NaN: write NaN, as Python does, or save it with numpy.save.",
    });
  }
  const other = isNull ? "null" : OTHER_KINDS.get(found);
  if (other === undefined) return unexpected(cursor, "a number");
  return new HoldsNoTensors(`it holds ${other} at byte ${cursor.at}`, "Save nested arrays of numbers.");
}
