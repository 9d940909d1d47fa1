import seedrandom from "seedrandom";

/** A source of numbers in [0, 1), the same for the same seed on every machine. */
export type RandomSource = () => number;

/** @param seed anything that names the draw, for example `bootstrap 42` */
export function randomSource(seed: string): RandomSource {
  const generator = seedrandom(seed);
  return () => generator.double();
}
