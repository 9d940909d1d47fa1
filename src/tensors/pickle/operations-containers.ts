import { type Machine, type Operation, pop, popMany, popToMark, push, setItems, top } from "./machine.ts";
import { OPCODES } from "./opcode-bytes.ts";
import { damagedPickle } from "./refused.ts";
import { type DictValue, isKind, type PickleValue, sayKind } from "./values.ts";

/** Lists, tuples, dicts and sets. */
export const CONTAINER_OPERATIONS: Readonly<Record<number, Operation>> = {
  [OPCODES.EMPTY_LIST]: (machine, at) => push(machine, { kind: "list", items: [] }, at),
  [OPCODES.LIST]: (machine, at) => push(machine, { kind: "list", items: popToMark(machine) }, at),
  [OPCODES.APPEND]: (machine, at) => extend(machine, [pop(machine)], "list", at),
  [OPCODES.APPENDS]: (machine, at) => extend(machine, popToMark(machine), "list", at),
  [OPCODES.EMPTY_TUPLE]: (machine, at) => push(machine, { kind: "tuple", items: [] }, at),
  [OPCODES.TUPLE]: (machine, at) => push(machine, { kind: "tuple", items: popToMark(machine) }, at),
  [OPCODES.TUPLE1]: (machine, at) => push(machine, { kind: "tuple", items: popMany(machine, 1) }, at),
  [OPCODES.TUPLE2]: (machine, at) => push(machine, { kind: "tuple", items: popMany(machine, 2) }, at),
  [OPCODES.TUPLE3]: (machine, at) => push(machine, { kind: "tuple", items: popMany(machine, 3) }, at),
  [OPCODES.EMPTY_DICT]: (machine, at) => push(machine, { kind: "dict", entries: new Map() }, at),
  [OPCODES.DICT]: (machine, at) => {
    const dict: DictValue = { kind: "dict", entries: new Map() };
    setItems(dict, popToMark(machine), machine.budget, at);
    push(machine, dict, at);
  },
  [OPCODES.SETITEM]: (machine, at) => setInDict(machine, popMany(machine, 2), at),
  [OPCODES.SETITEMS]: (machine, at) => setInDict(machine, popToMark(machine), at),
  [OPCODES.EMPTY_SET]: (machine, at) => push(machine, { kind: "set", items: [] }, at),
  [OPCODES.ADDITEMS]: (machine, at) => extend(machine, popToMark(machine), "set", at),
  [OPCODES.FROZENSET]: (machine, at) => push(machine, { kind: "set", items: popToMark(machine) }, at),
};

function extend(machine: Machine, items: readonly PickleValue[], kind: "list" | "set", at: number): void {
  const target = top(machine);
  if (!isKind(target, kind))
    throw damagedPickle(`the pickle appends to ${sayKind(target)}, not to a ${kind}`, at);
  machine.budget.spend(items.length, at);
  // Not push(...items): so many arguments overflow the call stack.
  for (const item of items) target.items.push(item);
}

function setInDict(machine: Machine, items: readonly PickleValue[], at: number): void {
  const target = top(machine);
  if (!isKind(target, "dict"))
    throw damagedPickle(`the pickle sets items of ${sayKind(target)}, not of a dict`, at);
  setItems(target, items, machine.budget, at);
}
