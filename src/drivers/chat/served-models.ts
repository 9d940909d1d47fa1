import { FvalidateError } from "../../support/errors.ts";
import { type JsonObject, jsonOf, objectOf } from "./server-words.ts";

/** One entry of `/v1/models`. */
export interface ServedModel {
  readonly id: string;
  /** What is behind the name: vLLM's path or repository. */
  readonly root: string | null;
  /** A LoRA adapter's base model. */
  readonly parent: string | null;
  readonly maxLength: number | null;
  readonly ownedBy: string | null;
}

export interface ChosenModel {
  readonly name: string;
  /** The names under which it may answer, its own first: vLLM answers with the first of its aliases. */
  readonly names: ReadonlySet<string>;
  /** `null` where the server has no list. */
  readonly entry: ServedModel | null;
}

/** The entries of `/v1/models`; `null` for anything else. */
export function servedModels(body: Uint8Array): readonly ServedModel[] | null {
  const data = objectOf(jsonOf(new TextDecoder().decode(body)))?.["data"];
  if (!Array.isArray(data)) return null;
  return data.map(objectOf).flatMap((entry) => (entry === null ? [] : servedModel(entry)));
}

/**
 * @param where the server's address, for messages
 * @throws FvalidateError of kind `stack` when the model is not served, or when it is not clear which one is meant
 */
export function chooseModel(
  served: readonly ServedModel[] | null,
  model: string | null,
  where: string,
): ChosenModel {
  if (served === null) {
    if (model !== null) return { name: model, names: new Set([model]), entry: null };
    throw new FvalidateError("stack", `${where} does not list its models.`, {
      hint: "Name the model in the suite or with --model.",
    });
  }
  const entry = model === null ? onlyModel(served, where) : served.find(({ id }) => id === model);
  if (entry !== undefined) return { name: entry.id, names: namesOf(entry, served), entry };
  throw new FvalidateError("stack", `${where} does not serve "${model}".`, {
    hint: `It serves: ${listOf(served)}.`,
  });
}

export function listOf(served: readonly ServedModel[]): string {
  return served.length === 0 ? "nothing" : served.map(({ id }) => `"${id}"`).join(", ");
}

/** Several names of one model are one model. */
function onlyModel(served: readonly ServedModel[], where: string): ServedModel {
  const [first, ...others] = served;
  if (first === undefined) throw new FvalidateError("stack", `${where} serves no model.`);
  if (others.every((other) => isSame(first, other))) return first;
  throw new FvalidateError("stack", `${where} serves several models: ${listOf(served)}.`, {
    hint: "Name one of them in the suite or with --model.",
  });
}

function namesOf(chosen: ServedModel, served: readonly ServedModel[]): ReadonlySet<string> {
  const same = served.filter((other) => isSame(chosen, other));
  return new Set([
    chosen.id,
    ...[chosen, ...same].flatMap(({ id, root }) => (root === null ? [id] : [id, root])),
  ]);
}

function isSame(one: ServedModel, other: ServedModel): boolean {
  return one.root !== null && one.root === other.root && one.parent === other.parent;
}

function servedModel(entry: JsonObject): ServedModel[] {
  const id = entry["id"];
  if (typeof id !== "string") return [];
  const length = entry["max_model_len"];
  return [
    {
      id,
      root: textOf(entry["root"]),
      parent: textOf(entry["parent"]),
      maxLength: typeof length === "number" && length > 0 ? length : null,
      ownedBy: textOf(entry["owned_by"]),
    },
  ];
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
