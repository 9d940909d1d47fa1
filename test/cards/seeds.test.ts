import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { BENCHMARKS } from "../../src/benchmarks/index.ts";
import { matchBenchmark } from "../../src/cards/names/match.ts";
import { readCard } from "../../src/cards/read-card.ts";

const SHARED =
  process.env["FVALIDATE_SHARED_PATH"] ?? fileURLToPath(new URL("../../../shared", import.meta.url));
const FOLDER = `${SHARED}/seeds`;
const hasSeeds = existsSync(FOLDER);

/** The published cards, and documents that are none, that the project started from. */
function seed(number: string): string {
  const name = readdirSync(FOLDER).find((file) => file.startsWith(number));
  return readFileSync(`${FOLDER}/${name}`, "utf8");
}

describe.skipIf(!hasSeeds)("published cards (skipped without the shared folder's seeds)", () => {
  it("pi0: one MAPE, in a sentence", () => {
    const card = readCard(seed("000"));
    expect(
      card.rows.map(({ quantity, figures }) => [quantity, figures.map(({ raw, value }) => [raw, value])]),
    ).toEqual([["mape", [["1.4152%", 1.4152]]]]);
    const [low, high] = card.rows[0]!.figures[0]!.range!;
    expect(low).toBeCloseTo(1.41515, 10);
    expect(high).toBeCloseTo(1.41525, 10);
    expect(card.notes).toEqual([]);
    expect(card.unread).toEqual([]);
  });

  it("MiniCPM-o 4.5: eleven differences without a sign, of which the card does not say what they are", async () => {
    const card = readCard(seed("001"));
    const found = card.rows.map(({ metric, figures }) => [metric.raw, figures[0]?.value]);
    expect(found).toEqual([
      ["Video-MME 0-shot avg@1 ↑", 0.33],
      ["CMMMU ↑", 0.72],
      ["MMMU ↑", 1.44],
      ["MMMU_Pro_standard ↑", 0.83],
      ["MMMU_Pro_vision ↑", 0.38],
      ["MM-Vet v2 ↑", 0.46],
      ["OCRBench ↑", 0.1],
      ["MathVision ↑", 0.41],
      ["CII-Bench ↑", 0.4],
      ["Blink ↑", 1.9],
      ["MathVista ↑", 0.7],
    ]);
    expect(
      new Set(card.rows.map(({ definition }) => `${definition?.meaning} ${definition?.isSigned}`)),
    ).toEqual(new Set(["unknown false"]));
    expect(card.rows.every(({ metric }) => metric.repeats === 1 || metric.raw.startsWith("Video"))).toBe(
      true,
    );
    const known = await Promise.all(Object.values(BENCHMARKS).map((load) => load()));
    expect(card.rows.map(({ metric }) => matchBenchmark(metric, known)?.benchmark.name)).toEqual([
      ...["video_mme", "cmmmu", "mmmu", "mmmu_pro_standard", "mmmu_pro_vision", "mm_vet_v2"],
      ...["ocrbench", "math_vision", "cii_bench", "blink", "mathvista"],
    ]);
    expect(card.unread).toEqual([]);
  });

  it("ERNIE 4.5: five accuracies side by side, in fractions", async () => {
    const card = readCard(seed("002"));
    const found = card.rows.map(({ metric, figures }) => [
      metric.raw,
      ...figures.map(({ role, value }) => `${role} ${value}`),
    ]);
    expect(found).toEqual([
      ["AIME", "baseline 0.667", "candidate 0.7"],
      ["GPQA", "baseline 0.669", "candidate 0.669"],
      ["LiveBench", "baseline 0.685", "candidate 0.69"],
      ["MMLU", "baseline 0.773", "candidate 0.788"],
      ["MUSR", "baseline 0.724", "candidate 0.71"],
    ]);
    const known = await Promise.all(Object.values(BENCHMARKS).map((load) => load()));
    expect(
      card.rows.map(({ metric }) => {
        const match = matchBenchmark(metric, known);
        return `${match?.benchmark.name} ${match?.kind}`;
      }),
    ).toEqual(["aime24 same", "gpqa_diamond possible", "livebench same", "mmlu same", "musr same"]);
    expect([...card.notes, ...card.unread]).toEqual([]);
  });

  it("finds no figure in what is no card", () => {
    for (const number of ["003", "004"])
      expect(readCard(seed(number)), number).toEqual({ rows: [], notes: [], unread: [] });
  });
});
