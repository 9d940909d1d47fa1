import { describe, expect, test } from "vitest";
import { blink } from "../../src/benchmarks/blink.ts";
import { mmmuProStandard } from "../../src/benchmarks/mmmu-pro-standard.ts";
import { mmmuProVision } from "../../src/benchmarks/mmmu-pro-vision.ts";
import { dataRow } from "./conformance.ts";
import { hasParityData, parityRows } from "./shared-data.ts";

/** GPT-4o's published replies to MMMU-Pro, labelled by the official code and by FlagEvalMM under Python. */
interface ProRow {
  id: string;
  options: string;
  answer: string;
  subject: string;
  response: string;
  published_pred: string;
  published_if_right: boolean;
  official_pred: string | null;
  official_correct: boolean | null;
  official_random: boolean;
  flageval_pred: string;
  flageval_correct: boolean;
}

interface BlinkRow {
  idx: string;
  answer: string;
  full_prediction: string;
  published_prediction: string;
  flageval_pred: string;
  flageval_correct: boolean;
}

const CONTEXT = { template: "flageval", numFewshot: 0, shots: [], seed: 0 };
const IMAGES = Object.fromEntries(
  ["image", ...[1, 2, 3, 4, 5, 6, 7].map((number) => `image_${number}`)].map((column) => [column, "1.png"]),
);
const ABSENT = "published replies (skipped without the shared folder)";

describe.skipIf(!hasParityData)(`MMMU-Pro, ${ABSENT}`, () => {
  describe.each(["standard10_cot", "standard10_direct", "vision_cot", "vision_direct"])("%s", (setting) => {
    const benchmark = setting.startsWith("vision") ? mmmuProVision : mmmuProStandard;
    const rows = hasParityData ? parityRows<ProRow>(`mmmu_pro_gpt4o_${setting}`) : [];
    const goldOf = ({ id, options, answer, subject }: ProRow) => {
      const cells = { id, question: "?", options, answer, subject, ...IMAGES };
      const question = benchmark.question(dataRow(cells), CONTEXT);
      if (question === null) throw new Error(`${id} is not asked`);
      return question.gold;
    };

    test("official: the same letters and points, and a mark where the official code draws at random", () => {
      expect(rows.length).toBeGreaterThan(1000);
      const ours = rows.map((row) => ({
        id: row.id,
        wouldGuess: false,
        ...benchmark.score?.(row.response, { gold: goldOf(row) }, "official"),
      }));
      expect(ours).toEqual(
        rows.map((row) => ({
          id: row.id,
          prediction: row.official_pred,
          score: Number(row.official_correct ?? 0),
          wouldGuess: row.official_random,
        })),
      );
      const published = rows.filter((row) => !row.official_random);
      expect(published.map((row) => [row.id, row.published_pred, row.published_if_right])).toEqual(
        published.map((row) => [row.id, row.official_pred, row.official_correct]),
      );
    });

    test("flageval: the same letters and points", () => {
      const ours = rows.map((row) => benchmark.score?.(row.response, { gold: goldOf(row) }, "flageval"));
      expect(ours).toEqual(
        rows.map((row) => ({
          prediction: row.flageval_pred || null,
          score: Number(row.flageval_correct),
        })),
      );
    });
  });
});

describe.skipIf(!hasParityData)(`BLINK, ${ABSENT}`, () => {
  const rows = hasParityData ? parityRows<BlinkRow>("blink_val") : [];
  const choices = ["1", "2", "3", "4", "5", "6"];
  const score = (row: BlinkRow, extraction: "flageval" | "official") => {
    const cells = {
      idx: row.idx,
      sub_task: "Jigsaw",
      prompt: "?",
      choices,
      answer: row.answer,
      image_1: "1.png",
    };
    const question = blink.question(dataRow(cells), CONTEXT);
    if (question === null) throw new Error(`${row.idx} is not asked`);
    return blink.score?.(row.full_prediction, question, extraction);
  };

  test("flageval: the same letters and points", () => {
    expect(rows.length).toBeGreaterThan(7000);
    expect(rows.map((row) => score(row, "flageval"))).toEqual(
      rows.map((row) => ({ prediction: row.flageval_pred || null, score: Number(row.flageval_correct) })),
    );
  });

  test("official: a letter or option in brackets alone is the published prediction too", () => {
    const alone = rows.filter((row) => /^(?:[A-E]|\([A-E]\))$/.test(row.full_prediction));
    expect(alone.length).toBeGreaterThan(1000);
    expect(alone.map((row) => `(${score(row, "official")?.prediction})`)).toEqual(
      alone.map((row) => row.published_prediction),
    );
  });
});
