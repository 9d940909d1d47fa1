import { FvalidateError } from "../../support/errors.ts";
import { BITS_PER_ELEMENT } from "../stored/stored-dtype.ts";
import type { HeaderTensor } from "./header.ts";
import { quoted } from "./json-cursor.ts";

/**
 * Holds that the tensors fill the data: one behind the other, in whatever order the header names them, without holes or
 * overlaps, to the file's last byte, each as long as its shape and dtype say.
 *
 * @param dataStart the byte of the file at which the data begin
 * @throws FvalidateError of kind `input`, a clause with the byte of the file
 */
export function checkLayout(tensors: readonly HeaderTensor[], dataStart: number, fileSize: number): void {
  let end = 0;
  let before: HeaderTensor | undefined;
  for (const tensor of tensors.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    requireOwnSize(tensor, dataStart);
    if (tensor.begin < end) throw overlap(tensor, before, dataStart + tensor.begin);
    if (tensor.begin > end) throw hole(dataStart + end, dataStart + tensor.begin);
    end = tensor.end;
    before = tensor;
  }
  requireEnd(dataStart + end, fileSize);
}

function requireOwnSize(tensor: HeaderTensor, dataStart: number): void {
  const { name, dtype, shape, begin, end } = tensor;
  const where = `(data_offsets [${begin}, ${end}], from byte ${dataStart + begin} on)`;
  if (end < begin) throw wrong(`${quoted(name)} ends before it begins ${where}`);
  const bits = product([...shape, BITS_PER_ELEMENT[dtype]]);
  const what = `${quoted(name)}, shape [${shape.join(", ")}] of ${dtype},`;
  if (bits === null) throw wrong(`${what} would take more than 2^53 bytes ${where}`);
  if (bits % 8n !== 0n) throw wrong(`${what} does not end on a whole byte: it takes ${bits} bits ${where}`);
  if (bits / 8n === BigInt(end - begin)) return;
  throw wrong(`${what} takes ${bits / 8n} bytes, its place has ${end - begin} ${where}`);
}

/** Of bits and sizes; `null` beyond what any file has, 2^53 bytes. */
function product(sizes: readonly number[]): bigint | null {
  if (sizes.includes(0)) return 0n;
  let result = 1n;
  for (const size of sizes) {
    result *= BigInt(size);
    if (result > 2n ** 56n) return null;
  }
  return result;
}

function overlap(tensor: HeaderTensor, before: HeaderTensor | undefined, byte: number): FvalidateError {
  return wrong(`${quoted(tensor.name)} begins at byte ${byte}, within ${quoted(before?.name ?? "")}`);
}

function hole(from: number, to: number): FvalidateError {
  return wrong(`bytes ${from} to ${to} belong to no tensor`);
}

function requireEnd(end: number, fileSize: number): void {
  if (fileSize < end)
    throw wrong(`it is truncated: its tensors end at byte ${end}, the file ends at byte ${fileSize}`);
  if (fileSize > end) throw wrong(`its tensors end at byte ${end}, but the file goes on to byte ${fileSize}`);
}

function wrong(problem: string): FvalidateError {
  return new FvalidateError("input", problem, {
    hint: "Copy or download it again, or save the tensors again.",
  });
}
