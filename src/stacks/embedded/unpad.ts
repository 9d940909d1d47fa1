import type { PolicyAnswer } from "../../contracts/policy.ts";
import { SHAPE } from "./shape.ts";

/**
 * The answer with the first `dimensions` of its actions, as a policy cuts the model's padding off for a robot with
 * fewer joints. The trajectory is the network's own and stays whole.
 */
export function unpad(answer: PolicyAnswer, dimensions: number): PolicyAnswer {
  if (dimensions === SHAPE.dimensions) return answer;
  const whole = answer.actions.data;
  const data = Float32Array.from({ length: SHAPE.steps * dimensions }, (_, at) =>
    Number(whole[Math.floor(at / dimensions) * SHAPE.dimensions + (at % dimensions)]),
  );
  return { ...answer, actions: { dtype: "float32", shape: [SHAPE.steps, dimensions], data } };
}
