import type { Tensor } from "../tensors/tensor.ts";
import { badAnswer } from "./bad-answer.ts";

/** The names under which the generations of servers answer, and the profiles of those that do. */
const PROFILES_BY_KEY: ReadonlyMap<string, string> = new Map([
  ["qpos", "flagscale-g0 or flagscale-g1"],
  ["actions", "flagscale-g2"],
  ["predictions", "flagscale-pi05"],
  ["action", "openpi-websocket"],
]);

/**
 * The value under the first of the profile's answer keys that is there.
 * @throws FvalidateError of kind `stack` that names the profile whose key is there instead
 */
export function answerField(
  fields: Readonly<Record<string, unknown>>,
  keys: readonly [string, ...string[]],
  profile: string,
): unknown {
  const key = keys.find((wanted) => fields[wanted] !== undefined);
  if (key !== undefined) return fields[key];
  const [wanted] = keys;
  const other = [...PROFILES_BY_KEY.keys()].find((known) => fields[known] !== undefined);
  if (other !== undefined) {
    const hint = `Use the profile ${PROFILES_BY_KEY.get(other)}.`;
    throw badAnswer(`The answer holds \`${other}\`; the profile ${profile} expects \`${wanted}\`.`, hint);
  }
  const found = Object.keys(fields).slice(0, 10).join(", ");
  throw badAnswer(`The answer holds no \`${wanted}\`, only: ${found === "" ? "nothing" : found}.`);
}

/**
 * An action tensor without its batch axis.
 * @param name for messages: what the tensor is called in the answer
 * @throws FvalidateError of kind `stack` for a shape that is not [T, D] or [1, T, D]
 */
export function actionChunk(tensor: Tensor, name: string): Tensor {
  const { shape } = tensor;
  const found = `\`${name}\` has the shape [${shape.join(", ")}]`;
  const [batch] = shape;
  if (shape.length === 3 && batch !== 1 && batch !== 0) {
    throw badAnswer(
      `${found}: a batch of ${batch}, where one observation was asked.`,
      "Run the server with batch size 1; which of the chunks answers the observation cannot be known.",
    );
  }
  const chunk = shape.length === 3 ? shape.slice(1) : shape;
  if (chunk.length !== 2 || shape.includes(0)) {
    throw badAnswer(`${found}; one action chunk is [steps, dimensions] or [1, steps, dimensions].`);
  }
  return { ...tensor, shape: chunk };
}
