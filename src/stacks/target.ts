import type { z } from "zod";
import type { OpenStack } from "../contracts/stack.ts";

/**
 * One way to reach a stack.
 *
 * @typeParam Options the stack's entry in a suite, `target` and `label` left out
 */
export interface Target<Options extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  /** One sentence, for the suites' documentation. */
  readonly description: string;
  readonly options: Options;
  /** The options that hold paths: a suite's paths are relative to the suite. */
  readonly paths: readonly string[];
  /** @throws FvalidateError of kind `stack` or `input` when the stack cannot be reached. */
  open(options: z.infer<Options>, context: OpenContext): Promise<OpenStack>;
}

export interface OpenContext {
  /** The stack's name in the suite, for messages. */
  readonly stack: string;
  /** What a stack is meant to be where its suite does not say: a baseline is native, a candidate runs FlagOS. */
  readonly expect?: "native" | "flagos" | "any";
}
