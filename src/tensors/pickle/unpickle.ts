import { type Budget, makeBudget } from "./budget.ts";
import { makeCursor } from "./cursor.ts";
import type { Machine, Meanings } from "./machine.ts";
import { OPCODES } from "./opcode-bytes.ts";
import { OPERATIONS } from "./operations.ts";
import { damagedPickle, refusedPickle } from "./refused.ts";
import type { PickleValue } from "./values.ts";

/** The opcodes of protocols 0 and 1 that later ones never write. */
const OLD_TEXT_OPCODES = new Set([..."ILFSVPgp"].map((letter) => letter.charCodeAt(0)));

/**
 * Reads a pickle of protocols 2 to 5. Nothing is imported, looked up or called: the pickle's opcodes move plain values
 * about, and each name that it asks for is answered by `meanings` or refused.
 *
 * @throws FvalidateError of kind `input`, a clause without the file's name that says at which byte of the pickle
 */
export function unpickle(pickle: Uint8Array, meanings: Meanings, budget: Budget = makeBudget()): PickleValue {
  const cursor = makeCursor(pickle);
  const machine: Machine = { cursor, budget, meanings, stack: [], marks: [], memo: new Map() };
  for (;;) {
    const at = cursor.at;
    const code = cursor.number(1);
    if (code === OPCODES.STOP) return result(machine, pickle.length);
    budget.spend(1, at);
    const operation = OPERATIONS.get(code);
    if (operation === undefined) throw unknownOpcode(code, at);
    operation(machine, at);
  }
}

function result({ stack, marks, cursor }: Machine, length: number): PickleValue {
  const [value] = stack;
  if (value === undefined || stack.length !== 1 || marks.length !== 0) {
    throw damagedPickle(`the pickle ends with ${stack.length} values, not with one`, cursor.at - 1);
  }
  if (cursor.at !== length) {
    throw damagedPickle(`${length - cursor.at} bytes are left over behind the pickle`, cursor.at);
  }
  return value;
}

function unknownOpcode(code: number, at: number) {
  const hex = `0x${code.toString(16).padStart(2, "0")}`;
  if (!OLD_TEXT_OPCODES.has(code)) return damagedPickle(`${hex} is no opcode of a pickle`, at);
  return refusedPickle(
    "it is a pickle of protocol 0 or 1; 2 to 5 are read",
    at,
    "Save it again with torch.save, which uses protocol 2.",
  );
}
