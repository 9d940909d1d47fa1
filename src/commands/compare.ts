import type { Command } from "./command.ts";
import { COMPARE_FLAGS } from "./compare-flags.ts";
import { compareByKind } from "./compare-kind.ts";

/** `fvalidate compare BASELINE CANDIDATE` */
export const compareCommand: Command = {
  flags: COMPARE_FLAGS,
  examples: [
    ["$0 compare native.npy flagos.npy", "close by torch.testing's tolerance for the dtype?"],
    ["$0 compare native/ flagos/ --gate 'cosine>=0.999'", "a limit of one's own, for every tensor"],
    [
      "$0 compare native.npy flagos.npy --observation-axis 0 --floor moved.npy",
      "by pi0's rules: error in rounding floors, and error coherence",
    ],
  ],
  run: compareByKind,
};
