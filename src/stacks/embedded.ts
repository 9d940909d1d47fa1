import { z } from "zod";
import type { OpenStack } from "../contracts/stack.ts";
import { BACKENDS } from "./embedded/backend.ts";
import { FAULTS } from "./embedded/network.ts";
import { openEmbeddedPolicy } from "./embedded/policy.ts";
import type { Target } from "./target.ts";

const options = z.strictObject({
  backend: z.enum(BACKENDS),
  /** Two stacks compute the same only with the same weights. */
  weightsSeed: z.int().nonnegative().default(42),
  /** A fault planted on purpose, to see whether a comparison finds it. */
  fault: z.enum(FAULTS).optional(),
});

/** A small policy in this process, on one of TensorFlow.js' backends. */
export const embeddedTarget: Target<typeof options> = {
  name: "embedded",
  description: "a small pi0-like policy in this process, on TensorFlow.js",
  options,
  paths: [],
  async open({ backend, weightsSeed, fault }): Promise<OpenStack> {
    const policy = await openEmbeddedPolicy({ backend, weightsSeed, fault });
    return {
      source: "embedded",
      environment: { ...policy.environment, weights: `drawn, seed ${weightsSeed}`, ...(fault && { fault }) },
      channel: { kind: "policy", infer: policy.infer },
      evidence: async () => ({
        status: "not applicable",
        summary: `Ran in this process on ${backend}; there are no FlagOS operators in it.`,
      }),
      [Symbol.asyncDispose]: () => policy[Symbol.asyncDispose](),
    };
  },
};
