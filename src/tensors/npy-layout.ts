import { FvalidateError } from "../support/errors.ts";
import type { DType } from "./dtype.ts";
import type { ElementFormat } from "./npy-dtype.ts";
import { type NpyHeader, parseNpyHeader } from "./npy-header.ts";
import { readPreamble } from "./npy-preamble.ts";
import { BITS_PER_ELEMENT, type StoredDType } from "./stored/stored-dtype.ts";
import { describeTensor, elementCount } from "./tensor.ts";

/** Where the data stands in a `.npy` file, and what it is. */
export interface NpyLayout<Type extends StoredDType = DType> {
  readonly header: NpyHeader<Type>;
  readonly dataStart: number;
  readonly dataBytes: number;
}

/**
 * Reads what stands before the data, and checks that as much data follows as it says: not a byte missing or left over.
 *
 * @param start the file's first bytes, MAXIMUM_START where it has as many
 * @param formatOf what a `descr` means
 * @throws FvalidateError of kind `input` that says what was found at which byte; it does not know the file's name
 */
export function npyLayout<Type extends StoredDType>(
  start: Uint8Array,
  fileSize: number,
  formatOf: (descr: string) => ElementFormat<Type>,
): NpyLayout<Type> {
  const headerText = readPreamble(start);
  const header = parseNpyHeader(headerText, formatOf);
  const dataBytes = (elementCount(header.shape) * BITS_PER_ELEMENT[header.dtype]) / 8;
  const layout = { header, dataStart: headerText.start + headerText.text.length, dataBytes };
  requireDataBytes(layout, fileSize - layout.dataStart);
  return layout;
}

/** @param found how many bytes there are behind the header */
export function requireDataBytes(
  { header, dataStart, dataBytes }: NpyLayout<StoredDType>,
  found: number,
): void {
  if (found === dataBytes) return;
  const what = `shape ${describeTensor(header)}`;
  const problem =
    found < dataBytes
      ? `its data is truncated: from byte ${dataStart} on it holds ${found} of ${dataBytes} bytes, ${what}`
      : `${bytesAre(found - dataBytes)} left over behind its data, which ends at byte ${dataStart + dataBytes}, ${what}`;
  throw new FvalidateError("input", problem, { hint: "Copy or download it again, or save the array again." });
}

function bytesAre(count: number): string {
  return count === 1 ? "1 byte is" : `${count} bytes are`;
}
