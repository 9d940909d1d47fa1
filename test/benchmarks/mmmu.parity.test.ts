import { describe, expect, test } from "vitest";
import type { MmmuGold } from "../../src/benchmarks/mmmu/question.ts";
import { mmmu } from "../../src/benchmarks/mmmu.ts";
import type { Cell, Extraction } from "../../src/contracts/benchmark.ts";
import { dataRow } from "./conformance.ts";
import { hasParityData, parityRows } from "./shared-data.ts";

/** Published replies with the labels that the official code and FlagEvalMM gave them under Python. */
interface Labelled {
  id: string;
  question_type: string;
  answer: string | string[];
  index2ans?: Record<string, string>;
  response: string;
  official_pred: string | string[] | null;
  official_correct: boolean | null;
  official_random: boolean;
  flageval_pred: string | null;
  flageval_correct: boolean;
}

const CONTEXT = { template: "flageval", numFewshot: 0, shots: [], seed: 0 };

/** Options name up to seven. */
const IMAGES = Object.fromEntries(
  [1, 2, 3, 4, 5, 6, 7].map((number) => [`image_${number}`, `${number}.png`]),
);

function goldOf(row: Labelled): MmmuGold {
  const { id, question_type, answer } = row;
  const options: Cell = Object.values(row.index2ans ?? {});
  const cells = { id, question: "?", options, answer, question_type, ...IMAGES };
  const question = mmmu.question(dataRow(cells), CONTEXT);
  if (question === null) throw new Error(`${id} is not asked`);
  return question.gold;
}

describe.skipIf(!hasParityData)("MMMU, published replies (skipped without the shared folder)", () => {
  const files = ["mmmu_val_llava1.5_13b", "mmmu_val_qwen_vl"];

  describe.each(files)("%s", (file) => {
    const rows = hasParityData ? parityRows<Labelled>(file) : [];
    const score = (row: Labelled, extraction: Extraction) => {
      const result = mmmu.score?.(row.response, { gold: goldOf(row) }, extraction);
      return { id: row.id, ...result };
    };

    test("has rows", () => expect(rows.length).toBeGreaterThan(600));

    test("official: the same letters and points, and a mark where the official code draws at random", () => {
      const ours = rows.map((row) => score(row, "official"));
      const theirs = rows.map((row) => ({
        id: row.id,
        ...(row.question_type !== "multiple-choice" ? {} : { prediction: row.official_pred }),
        score: row.official_random ? 0 : Number(row.official_correct),
        ...(row.official_random ? { wouldGuess: true } : {}),
      }));
      for (const [index, label] of theirs.entries()) expect(ours[index]).toMatchObject(label);
      expect(ours.filter((one) => one.wouldGuess === true).length).toBe(
        rows.filter((row) => row.official_random).length,
      );
    });

    test("flageval: the same letters and points", () => {
      for (const row of rows) {
        const letter =
          row.question_type !== "multiple-choice" ? {} : { prediction: row.flageval_pred || null };
        expect(score(row, "flageval")).toMatchObject({ ...letter, score: Number(row.flageval_correct) });
      }
    });

    test("official, open questions: what is right is among the official candidates", () => {
      for (const row of rows.filter((one) => Array.isArray(one.official_pred))) {
        const { score: points, prediction } = score(row, "official");
        if (points === 0 || typeof prediction !== "string") continue;
        const candidates = row.official_pred as string[];
        const number = Number(prediction.replaceAll(",", ""));
        const forms = [
          prediction,
          ` ${prediction}`,
          ...candidates.filter((one) => Math.abs(Number(one) - number) < 0.0051),
        ];
        expect(
          candidates.some((candidate) => forms.includes(candidate)),
          row.id,
        ).toBe(true);
      }
    });
  });
});
