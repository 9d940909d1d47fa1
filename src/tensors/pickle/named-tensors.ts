import { FvalidateError } from "../../support/errors.ts";
import { isKind, type PickleValue, sayKind, type TensorValue } from "./values.ts";

export interface NamedTensor {
  readonly name: string;
  readonly tensor: TensorValue;
}

export interface FoundTensors {
  /** In the order of the pickle. */
  readonly tensors: readonly NamedTensor[];
  /** How many values stand beside them that are no tensors: numbers, texts, storages. */
  readonly others: number;
}

/** No checkpoint is nested so deep; a container that holds itself is. */
const DEEPEST = 64;
/** References to one and the same container are followed each time, so few bytes can make many values. */
const MOST_VALUES = 2 ** 21;
const LONGEST_NAMES = 2 ** 24;

interface Search {
  readonly alone: string;
  readonly tensors: NamedTensor[];
  readonly names: Set<string>;
  others: number;
  visited: number;
  characters: number;
}

/**
 * The tensors of nested containers by their paths: keys of dicts and places in lists and tuples, joined by dots, as in
 * `optimizer.state.0.exp_avg`. Names of a state dict stay as they are.
 *
 * @param alone the name of a tensor that is in no container
 * @throws FvalidateError of kind `input`, a clause without the file's name, where a tensor has no name or shares one
 */
export function namedTensors(root: PickleValue, alone: string): FoundTensors {
  const search: Search = { alone, tensors: [], names: new Set(), others: 0, visited: 0, characters: 0 };
  visit(root, null, search);
  return { tensors: search.tensors, others: search.others };
}

/** From a value up to the outermost container. `null` for that one itself. */
type Path = { readonly key: PickleValue; readonly outer: Path; readonly depth: number } | null;

function within(outer: Path, key: PickleValue): Path {
  return { key, outer, depth: (outer?.depth ?? 0) + 1 };
}

function visit(value: PickleValue, path: Path, search: Search): void {
  search.visited += 1;
  if (search.visited > MOST_VALUES) throw refused(`it refers to more than ${MOST_VALUES} values`);
  if ((path?.depth ?? 0) > DEEPEST) throw refused(`its containers are nested more than ${DEEPEST} deep`);
  if (isKind(value, "tensor")) add(value, path, search);
  else if (!visitItems(value, path, search)) search.others += 1;
}

/** @returns whether it is a container that keeps tensors in order */
function visitItems(value: PickleValue, path: Path, search: Search): boolean {
  if (isKind(value, "dict")) {
    for (const { key, value: inner } of value.entries.values()) visit(inner, within(path, key), search);
    return true;
  }
  if (isKind(value, "list") || isKind(value, "tuple")) {
    for (const [index, inner] of value.items.entries()) visit(inner, within(path, index), search);
    return true;
  }
  if (isKind(value, "set") && value.items.some((item) => isKind(item, "tensor"))) {
    throw refused(`${nameOf(path, search)} is a set of tensors, which have no order and no names`);
  }
  return false;
}

function add(tensor: TensorValue, path: Path, search: Search): void {
  const name = nameOf(path, search);
  if (search.names.has(name)) throw refused(`two of its tensors would have the name ${JSON.stringify(name)}`);
  search.names.add(name);
  search.tensors.push({ name, tensor });
}

function nameOf(path: Path, search: Search): string {
  if (path === null) return search.alone;
  const parts: string[] = [];
  for (let place: Path = path; place !== null; place = place.outer) parts.push(partOf(place.key));
  const name = parts.reverse().join(".");
  search.characters += name.length;
  if (search.characters > LONGEST_NAMES) throw refused("the names of its tensors are too long");
  return name;
}

function partOf(key: PickleValue): string {
  if (typeof key === "string") return key;
  if (typeof key === "number" || typeof key === "bigint" || typeof key === "boolean") return String(key);
  throw refused(`a tensor stands in a dict under ${sayKind(key)}, which is no name`);
}

function refused(problem: string): FvalidateError {
  return new FvalidateError("input", problem, {
    hint: "Save the tensors as a plain dict, each under a name of its own.",
  });
}
