import type { MetricName } from "../card.ts";

const SHOTS = /(\d+)[-_ ]*(?:few)?[-_ ]*shots?/i;
const ZERO_SHOT = /zero[-_ ]*shot/i;
const REPEATS = /(?:avg|mean)[-_ ]*@[-_ ]*(\d*)|@[-_ ]*(?:avg|mean)[-_ ]*(\d*)/i;
const PASS_ONE = /pass[-_ ]*@[-_ ]*1(?!\d)/i;
/** Measures that are a share of right answers, so that they say nothing new. */
const ACCURACY = /[([]\s*(?:em|exact[ _]match|acc(?:uracy)?\.?|%|score)\s*[)\]]|\bexact[ _]match\b/gi;
/** Measures on scales of their own: neither fractions nor percent, whatever their size. */
const SCALES =
  /\b(chrf\+*|(?:sacre)?bleu|rouge(?:-?l)?|comet|ter|clip[-_ ]?score|fid|wer|cer|ppl|perplexity|psnr|ssim|lpips|mos|elo|mae|rmse|mse|loss)\b/i;
/** Words that name the same questions: splits of which there is one, and how they are asked. */
const DECORATION = new Set([
  ...["val", "validation", "test", "testmini", "mini", "cot", "generative", "zeroshot", "instruct"],
  ...["acc", "accuracy", "em", "score", "shot", "shots", "fewshot", "the"],
]);
const VARIANTS = new Set(["think", "thinking", "nothink", "nothinking", "ev", "nonthink"]);

/** @param raw what a reader sees of the name, such as `AIME_0fewshot_@avg1` or `Video-MME 0-shot avg@1 ↑` */
export function parseMetricName(raw: string, heading = ""): MetricName {
  const shots = SHOTS.exec(raw)?.[1];
  const repeats = REPEATS.exec(raw) ?? REPEATS.exec(heading);
  const scale = SCALES.exec(raw) ?? SCALES.exec(heading);
  const words = wordsOf(raw);
  return {
    raw,
    key: words.filter((word) => !VARIANTS.has(word)).join(""),
    shots: shots === undefined ? (ZERO_SHOT.test(raw) ? 0 : null) : Number(shots),
    repeats: repeatsOf(repeats?.[1] ?? repeats?.[2]),
    variant: words.find((word) => VARIANTS.has(word)) ?? null,
    scale: scale?.[1] ?? null,
  };
}

/** The key alone, for the names that a run has. */
export function keyOf(name: string): string {
  return parseMetricName(name).key;
}

function wordsOf(raw: string): string[] {
  const words = raw
    .replace(REPEATS, " ")
    .replace(PASS_ONE, " ")
    .replace(SHOTS, " ")
    .replace(ZERO_SHOT, " ")
    .replace(ACCURACY, " ")
    .replace(SCALES, " ")
    .replace(/non?[-_ ]?think/gi, "nothink")
    .replace(/[([]\s*[)\]]/g, " ")
    .normalize("NFKC")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
  const named = words.filter((word) => !DECORATION.has(word));
  return named.length === 0 ? words : named;
}

function repeatsOf(digits: string | undefined): number | null {
  return digits === undefined || digits === "" ? null : Number(digits);
}
