import { type Machine, setItems } from "./machine.ts";
import { damagedPickle, refusedPickle } from "./refused.ts";
import { type DictValue, isKind, type PickleValue, sayKind } from "./values.ts";

/**
 * Makes the value that a call in Python would make.
 * @param at the byte of the pickle that asks for it
 */
export type Builder = (args: readonly PickleValue[], machine: Machine, at: number) => PickleValue;

/** Containers and values that Python pickles as calls. */
export const PLAIN_BUILDERS: ReadonlyMap<string, Builder> = new Map<string, Builder>([
  ["collections.OrderedDict", dictFrom],
  ["collections.Counter", dictFrom],
  ["collections.defaultdict", ([, ...rest], machine, at) => dictFrom(rest, machine, at)],
  ["torch.Size", ([sizes], machine, at) => ({ kind: "tuple", items: copied(sizes, machine, at) })],
  ...["builtins", "__builtin__"].flatMap((module): [string, Builder][] => [
    [`${module}.set`, setFrom],
    [`${module}.frozenset`, setFrom],
    [`${module}.complex`, plain("complex number")],
    [`${module}.bytearray`, bytesFrom],
  ]),
  ["_codecs.encode", bytesFrom],
  ["torch.device", plain("torch.device")],
  ["torch.serialization._get_layout", plain("torch.layout")],
  ["torch_npu.npu._format.Format", plain("NPU format")],
  ["numpy.dtype", plain("NumPy dtype")],
  ["numpy.core.multiarray.scalar", plain("NumPy scalar")],
  ["numpy._core.multiarray.scalar", plain("NumPy scalar")],
]);

/** Kept for what it is, not for what it says: it is nothing to compare. */
function plain(what: string): Builder {
  return () => ({ kind: "plain", what });
}

function setFrom([items]: readonly PickleValue[], machine: Machine, at: number): PickleValue {
  return { kind: "set", items: items === undefined ? [] : copied(items, machine, at) };
}

/** Of nothing, of another dict, or of a list of pairs. */
function dictFrom(args: readonly PickleValue[], machine: Machine, at: number): PickleValue {
  const dict: DictValue = { kind: "dict", entries: new Map() };
  const [source] = args;
  if (source === undefined) return dict;
  const items = isKind(source, "dict")
    ? [...source.entries.values()].flatMap(({ key, value }) => [key, value])
    : copied(source, machine, at).flatMap((pair) => pairItems(pair, at));
  setItems(dict, items, machine.budget, at);
  return dict;
}

function pairItems(pair: PickleValue, at: number): readonly PickleValue[] {
  const isPair = (isKind(pair, "tuple") || isKind(pair, "list")) && pair.items.length === 2;
  if (isPair) return pair.items;
  throw damagedPickle(`a dict in the pickle is made of ${sayKind(pair)}, not of pairs`, at);
}

function copied(source: PickleValue | undefined, { budget }: Machine, at: number): PickleValue[] {
  if (!isKind(source, "tuple") && !isKind(source, "list") && !isKind(source, "set")) {
    throw damagedPickle(`a container in the pickle is made of ${sayKind(source)}`, at);
  }
  budget.spend(source.items.length, at);
  return [...source.items];
}

/** Protocol 2 has no bytes: it writes them as text with one character for each. */
function bytesFrom([source, encoding]: readonly PickleValue[], { budget }: Machine, at: number): PickleValue {
  if (source === undefined || source instanceof Uint8Array) return source ?? new Uint8Array(0);
  if (typeof source !== "string" || (encoding !== "latin1" && encoding !== "latin-1")) {
    throw refusedPickle(`it asks for ${sayKind(source)} encoded as ${sayKind(encoding)}`, at);
  }
  budget.spend(source.length, at);
  return Uint8Array.from(Buffer.from(source, "latin1"));
}
