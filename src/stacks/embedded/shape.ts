/** The sizes of the embedded policy: pi0's interface around a network that plain JavaScript runs in a moment. */
export const SHAPE = {
  /** Action chunk, [steps, dimensions]. */
  steps: 50,
  dimensions: 32,
  denoisingSteps: 10,
  /** Width of every token. */
  width: 32,
  hidden: 64,
  /** Of the MLP that mixes the time in; wide, so that x_t meets many roundings. */
  timeHidden: 128,
  blocks: 2,
  /** Each picture is averaged to 32×32 pixels and cut into 4×4 patches. */
  picture: 32,
  patch: 8,
  maximumState: 32,
  textTokens: 16,
  vocabulary: 256,
} as const;
