/** The sizes of the embedded policy: pi0's interface around a network that plain JavaScript runs in a moment. */
export const SHAPE = {
  /** Action chunk, [steps, dimensions]. */
  steps: 50,
  dimensions: 32,
  denoisingSteps: 10,
  /** Width of every token. */
  width: 32,
  hidden: 64,
  blocks: 2,
  /** Each picture is averaged to 32×32 pixels and cut into four patches of 16×16. */
  picture: 32,
  patch: 16,
  maximumState: 32,
  /** Words beyond these are dropped, as pi0's tokenizer drops tokens beyond its own limit. */
  textTokens: 12,
  vocabulary: 256,
} as const;
