import { expect, it } from "vitest";
import { unpad } from "../../../src/stacks/embedded/unpad.ts";
import { float32Tensor } from "../../../src/tensors/tensor.ts";

const actions = float32Tensor(
  [50, 32],
  Array.from({ length: 1600 }, (_, at) => at),
);

it("keeps the first dimensions of every step, and the trajectory", () => {
  const trajectory = float32Tensor([1, 1], [7]);
  const cut = unpad({ actions, trajectory }, 6);
  expect(cut.actions.shape).toEqual([50, 6]);
  expect([...cut.actions.data].slice(0, 8)).toEqual([0, 1, 2, 3, 4, 5, 32, 33]);
  expect([...cut.actions.data].at(-1)).toBe(49 * 32 + 5);
  expect(cut.trajectory).toBe(trajectory);
});

it("leaves an answer of all dimensions as it is", () => {
  const answer = { actions };
  expect(unpad(answer, 32)).toBe(answer);
});
