/** What a name of the cards stands for: names of the registry of benchmarks. */
export interface Alias {
  /** The same questions. */
  readonly same: readonly string[];
  /** Perhaps the same: the card does not say enough. */
  readonly possible: readonly string[];
  readonly note?: string;
}

const same = (...names: string[]): Alias => ({ same: names, possible: [] });

/**
 * Names of FlagOS cards that are not a benchmark's own, by their keys. Sizes of FlagEval's tasks are those of its
 * evaluation service; some spellings are slips of published cards.
 */
export const ALIASES: Readonly<Record<string, Alias>> = {
  aime: {
    same: ["aime24"],
    possible: ["aime25"],
    note: "the card does not say which year's AIME; FlagEval's has the 30 problems of 2024",
  },
  aime2024: same("aime24"),
  aime2025: same("aime25"),
  gpqa: {
    same: [],
    possible: ["gpqa_diamond", "gpqa_main"],
    note: "FlagEval's GPQA is diamond, main and extended together, 1192 questions",
  },
  livebenchnew: {
    same: ["livebench"],
    possible: ["livebench_2024_11_25"],
    note: "FlagEval's LiveBench has 910 questions; the card does not say which release",
  },
  livebench: {
    same: ["livebench"],
    possible: ["livebench_2024_11_25"],
    note: "FlagEval's LiveBench has 910 questions; the card does not say which release",
  },
  mmlu: {
    same: ["mmlu"],
    possible: ["mmlu_pro"],
    note: "FlagEval's row MMLU may be MMLU-Pro: its service runs mmlu_pro",
  },
  gpqamain: same("gpqa_main"),
  mmmvetv2: same("mm_vet_v2"),
  mmvetv2: same("mm_vet_v2"),
  orcbench: same("ocrbench"),
  math500: same("math_500"),
  mathvision: same("math_vision"),
  mathvista: same("mathvista"),
  ciibench: same("cii_bench"),
  videomme: same("video_mme"),
  ceval: same("ceval"),
};
