import { z } from "zod";
import type { OpenStack } from "../contracts/stack.ts";
import { BACKENDS } from "./embedded/backend.ts";
import { FAULTS } from "./embedded/network.ts";
import { openEmbeddedPolicy } from "./embedded/policy.ts";
import { SHAPE } from "./embedded/shape.ts";
import { unpad } from "./embedded/unpad.ts";
import type { Target } from "./target.ts";

const options = z.strictObject({
  backend: z.enum(BACKENDS),
  /** Two stacks compute the same only with the same weights. */
  weightsSeed: z.int().nonnegative().default(42),
  /** The robot's action dimensions, to which the answers are cut: the model has 32, padding included. */
  answerDimensions: z.int().positive().max(SHAPE.dimensions).default(SHAPE.dimensions),
  /** A fault planted on purpose, to see whether a comparison finds it. */
  fault: z.enum(FAULTS).optional(),
});

/** A small policy in this process, on one of TensorFlow.js' backends. */
export const embeddedTarget: Target<typeof options> = {
  name: "embedded",
  description: "a small pi0-like policy in this process, on TensorFlow.js",
  options,
  paths: [],
  async open({ backend, weightsSeed, answerDimensions, fault }): Promise<OpenStack> {
    const policy = await openEmbeddedPolicy({ backend, weightsSeed, fault });
    return {
      source: "embedded",
      environment: { ...policy.environment, weights: `drawn, seed ${weightsSeed}`, ...(fault && { fault }) },
      channel: {
        kind: "policy",
        infer: async (input, noise) => unpad(await policy.infer(input, noise), answerDimensions),
      },
      evidence: async () => ({
        status: "not applicable",
        summary: `Ran in this process on ${backend}; there are no FlagOS operators in it.`,
      }),
      [Symbol.asyncDispose]: () => policy[Symbol.asyncDispose](),
    };
  },
};
