import { sha256 } from "../../support/hash.ts";
import { pythonRandom } from "../../support/python/random.ts";

const SEED_DIGITS = 16;

/**
 * The order that evalscope 1.14 gives the choices: from the question's own SHA-256, so it depends on nothing else.
 * Another seed than 0, which evalscope does not have, gives another order in the same way.
 * @param question without white space around it
 */
export function evalscopeOrder(question: string, seed: number, count: number): number[] {
  const text = seed === 0 ? question : `${seed}\n${question}`;
  const digest = BigInt(`0x${sha256(text).slice(0, SEED_DIGITS)}`);
  return pythonRandom(digest).shuffled(indices(count));
}

/** simple-evals draws one sample for each row in turn; its seed is 0. */
export function simpleEvalsOrder(row: number, seed: number, count: number): number[] {
  const random = pythonRandom(seed);
  let order = random.sample(indices(count), count);
  for (let drawn = 0; drawn < row; drawn += 1) order = random.sample(indices(count), count);
  return order;
}

/** lm-eval shuffles row after row with one generator; its seed is 0, if nothing else drew from it before. */
export function lmEvalOrder(row: number, seed: number, count: number): number[] {
  const random = pythonRandom(seed);
  let order = random.shuffled(indices(count));
  for (let drawn = 0; drawn < row; drawn += 1) order = random.shuffled(indices(count));
  return order;
}

function indices(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
