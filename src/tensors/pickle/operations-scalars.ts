import { decodeText } from "./cursor.ts";
import { type Machine, type Operation, push } from "./machine.ts";
import { OPCODES } from "./opcode-bytes.ts";
import { refusedPickle } from "./refused.ts";
import type { PickleValue } from "./values.ts";

/** Numbers, texts and bytes, which stand in the pickle as they are. */
export const SCALAR_OPERATIONS: Readonly<Record<number, Operation>> = {
  [OPCODES.NONE]: pushing(() => null),
  [OPCODES.NEWTRUE]: pushing(() => true),
  [OPCODES.NEWFALSE]: pushing(() => false),
  [OPCODES.BININT]: pushing(({ cursor }) => cursor.number(4) | 0),
  [OPCODES.BININT1]: pushing(({ cursor }) => cursor.number(1)),
  [OPCODES.BININT2]: pushing(({ cursor }) => cursor.number(2)),
  [OPCODES.LONG1]: pushing((machine, at) => longInteger(machine, machine.cursor.number(1), at)),
  [OPCODES.LONG4]: pushing((machine, at) => longInteger(machine, machine.cursor.number(4), at)),
  // BINFLOAT is the one that is big-endian
  [OPCODES.BINFLOAT]: pushing(({ cursor }) => ({ kind: "float", value: bigEndianFloat(cursor.take(8)) })),
  [OPCODES.SHORT_BINUNICODE]: pushing((machine, at) => text(machine, 1, at)),
  [OPCODES.BINUNICODE]: pushing((machine, at) => text(machine, 4, at)),
  [OPCODES.BINUNICODE8]: pushing((machine, at) => text(machine, 8, at)),
  // What Python 2 wrote
  [OPCODES.SHORT_BINSTRING]: pushing((machine, at) => text(machine, 1, at)),
  [OPCODES.BINSTRING]: pushing((machine, at) => text(machine, 4, at)),
  [OPCODES.SHORT_BINBYTES]: pushing(({ cursor }) => cursor.take(cursor.number(1))),
  [OPCODES.BINBYTES]: pushing(({ cursor }) => cursor.take(cursor.number(4))),
  [OPCODES.BINBYTES8]: pushing(({ cursor }) => cursor.take(cursor.number(8))),
  [OPCODES.BYTEARRAY8]: pushing(({ cursor }) => cursor.take(cursor.number(8))),
};

function pushing(read: (machine: Machine, at: number) => PickleValue): Operation {
  return (machine, at) => push(machine, read(machine, at), at);
}

/** More digits would take long to read, and no checkpoint has them. */
const LONGEST_INTEGER = 256;

function longInteger({ cursor }: Machine, length: number, at: number): number | bigint {
  if (length > LONGEST_INTEGER) throw refusedPickle(`a whole number takes ${length} bytes`, at);
  const bytes = cursor.take(length);
  const digits = Buffer.from(bytes).reverse().toString("hex");
  const value = length === 0 ? 0n : BigInt.asIntN(8 * length, BigInt(`0x${digits}`));
  const isSafe = value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
  return isSafe ? Number(value) : value;
}

function bigEndianFloat(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, false);
}

function text({ cursor, budget }: Machine, lengthBytes: 1 | 4 | 8, at: number): string {
  const bytes = cursor.take(cursor.number(lengthBytes));
  budget.spend(bytes.length, at);
  return decodeText(bytes, at);
}
