import type { Budget } from "./budget.ts";
import type { Cursor } from "./cursor.ts";
import { damagedPickle } from "./refused.ts";
import type { DictValue, PickleObject, PickleValue } from "./values.ts";

/** What a pickle's names and references mean; everything that is not plain data is asked of here. */
export interface Meanings {
  /** @throws FvalidateError of kind `input` for every name that is not known to be harmless */
  named(module: string, name: string, at: number): PickleValue;
  /** What comes of "calling" a name: a value that is built here, never a call. */
  build(callable: PickleValue, args: readonly PickleValue[], machine: Machine, at: number): PickleValue;
  /** Gives an object the state that its class would take. */
  setState(target: PickleValue, state: PickleValue, at: number): void;
  persistent(id: PickleValue, at: number): PickleValue;
}

/** Python's pickle machine: a stack, places marked on it, and what was memorised. */
export interface Machine {
  readonly cursor: Cursor;
  readonly budget: Budget;
  readonly meanings: Meanings;
  readonly stack: PickleValue[];
  readonly marks: number[];
  readonly memo: Map<number, PickleValue>;
}

/**
 * What one opcode does.
 * @param at the byte of the opcode
 */
export type Operation = (machine: Machine, at: number) => void;

/** What a value costs beside its opcode, in about 16 bytes of memory each. */
const COST: Partial<Record<PickleObject["kind"], number>> = { float: 2, list: 8, tuple: 8, set: 8, dict: 32 };

export function push({ stack, budget }: Machine, value: PickleValue, at: number): void {
  const isObject = typeof value === "object" && value !== null && "kind" in value;
  if (isObject) budget.spend(COST[value.kind] ?? 0, at);
  stack.push(value);
}

/** Never below the last mark: what stands there belongs to another object. */
export function pop({ stack, marks, cursor }: Machine): PickleValue {
  const value = stack.length > (marks.at(-1) ?? 0) ? stack.pop() : undefined;
  if (value === undefined) throw damagedPickle("the pickle takes from an empty stack", cursor.at);
  return value;
}

export function top({ stack, marks, cursor }: Machine): PickleValue {
  const value = stack.length > (marks.at(-1) ?? 0) ? stack.at(-1) : undefined;
  if (value === undefined) throw damagedPickle("the pickle looks at an empty stack", cursor.at);
  return value;
}

/** Takes all that was pushed since the last mark, and the mark. */
export function popToMark(machine: Machine): PickleValue[] {
  const { stack, marks, cursor } = machine;
  const mark = marks.pop();
  if (mark === undefined) throw damagedPickle("the pickle takes from a mark that it never made", cursor.at);
  return stack.splice(mark);
}

export function popMany(machine: Machine, count: number): PickleValue[] {
  return Array.from({ length: count }, () => pop(machine)).reverse();
}

/**
 * Sets entries as Python's dict does: the last one of a key counts.
 * @param items keys and values in turn
 * @throws FvalidateError of kind `input` for an odd number of items
 */
export function setItems(
  { entries }: DictValue,
  items: readonly PickleValue[],
  budget: Budget,
  at: number,
): void {
  budget.spend(items.length, at);
  if (items.length % 2 !== 0) throw damagedPickle("a dict in the pickle has a key without a value", at);
  for (let i = 0; i < items.length; i += 2) {
    const key = items[i] ?? null;
    entries.set(identityOf(key, budget, at), { key, value: items[i + 1] ?? null });
  }
}

/** Texts, because a file can choose numbers that a hash table takes forever with. */
function identityOf(key: PickleValue, budget: Budget, at: number) {
  if (typeof key === "object" && key !== null) return key;
  if (typeof key === "string") budget.spend(key.length, at);
  return `${typeof key} ${String(key)}`;
}
