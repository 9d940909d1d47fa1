import { FvalidateError } from "../../support/errors.ts";
import type { Address } from "./address.ts";
import type { ChosenModel, ServedModel } from "./served-models.ts";
import type { ServerCard } from "./server.ts";

export interface ServerFacts {
  readonly maxModelLength: number | null;
  /** By the names that the server uses. */
  readonly texts: Readonly<Record<string, string>>;
}

export function factsOf({ version }: ServerCard, entry: ServedModel | null): ServerFacts {
  const maxModelLength = entry?.maxLength ?? null;
  const texts = {
    owned_by: entry?.ownedBy ?? null,
    root: entry?.root ?? null,
    max_model_len: maxModelLength === null ? null : String(maxModelLength),
    version,
  };
  const known = Object.entries(texts).filter((fact): fact is [string, string] => fact[1] !== null);
  return { maxModelLength, texts: Object.fromEntries(known) };
}

export interface Arm {
  /** One for each address, in the same order. */
  readonly chosen: readonly ChosenModel[];
  readonly facts: readonly ServerFacts[];
  readonly addresses: readonly Address[];
  say(line: string): void;
}

/**
 * Several addresses stand for one stack: they must serve the same model, and what else differs is said.
 * @returns the names under which the model may answer
 * @throws FvalidateError of kind `stack` when they serve different models
 */
export function sameAtAll({ chosen, facts, addresses, say }: Arm): ReadonlySet<string> {
  const [first] = chosen;
  const other = chosen.findIndex(({ name }) => name !== first?.name);
  if (other !== -1) {
    const named = [0, other].map((i) => `${addresses[i]?.name} serves "${chosen[i]?.name}"`);
    throw new FvalidateError("stack", `The addresses serve different models: ${named.join(", ")}.`, {
      hint: "Name the model that is meant; all addresses of one stack must serve it.",
    });
  }
  for (const [i, { texts }] of facts.entries()) sayDifferences(texts, i);
  return new Set(chosen.flatMap(({ names }) => [...names]));

  function sayDifferences(texts: ServerFacts["texts"], i: number): void {
    const reference = facts[0]?.texts ?? {};
    const keys = new Set([...Object.keys(reference), ...Object.keys(texts)]);
    for (const key of keys) {
      if (texts[key] === reference[key]) continue;
      say(
        `${addresses[i]?.name} and ${addresses[0]?.name} differ in ${key}: ${texts[key] ?? "none"}, ${reference[key] ?? "none"}.`,
      );
    }
  }
}
