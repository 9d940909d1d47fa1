import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { evalscopeOrder, lmEvalOrder, simpleEvalsOrder } from "../../../src/benchmarks/gpqa/order.ts";
import { gpqaDiamond } from "../../../src/benchmarks/gpqa-diamond.ts";
import { dataRow, promptText } from "../conformance.ts";

const ROOT = new URL("../../..", import.meta.url);
const sharedFolder = process.env["FVALIDATE_SHARED_PATH"];
const SHARED = sharedFolder === undefined ? new URL("../shared/", ROOT) : new URL(`file://${sharedFolder}/`);
const VECTORS = new URL("parity/python_random_vectors.json", SHARED);

describe.skipIf(!existsSync(VECTORS))("recorded orders of GPQA's choices (skipped without ../shared)", () => {
  const vectors = () => JSON.parse(readFileSync(VECTORS, "utf8"));

  test("evalscope's, from the question's SHA-256", () => {
    for (const { question, order } of vectors().evalscope_gpqa)
      expect(evalscopeOrder(question, 0, 4), question).toEqual(order);
  });

  test("simple-evals' and lm-eval's, row after row", () => {
    for (const [row, order] of vectors().simple_evals_gpqa_rng0_sample4_first8.entries())
      expect(simpleEvalsOrder(row, 0, 4)).toEqual(order);
    for (const [row, order] of vectors().lm_eval_global_seed0_shuffle_first8_if_nothing_else_drew.entries())
      expect(lmEvalOrder(row, 0, 4)).toEqual(order);
  });
});

describe("the order of choices", () => {
  const questions = Array.from({ length: 40 }, (_, index) => `Question ${index}?`);
  const orders = (seed: number) => questions.map((question) => evalscopeOrder(question, seed, 4).join(""));

  test("is one of its own for each question and seed, the same whenever it is asked for", () => {
    expect(orders(7)).toEqual(orders(7));
    expect(orders(7)).not.toEqual(orders(0));
    expect(orders(7)).not.toEqual(orders(8));
    expect(new Set(orders(7)).size).toBeGreaterThan(10);
    for (const order of orders(7)) expect([...order].sort().join("")).toBe("0123");
  });

  test.each(["evalscope", "lm-eval", "simple-evals"])(
    "moves the right label with the choices, %s",
    (template) => {
      const row = dataRow(
        {
          Question: "Which one?",
          "Correct Answer": "right",
          "Incorrect Answer 1": "wrong 1",
          "Incorrect Answer 2": "wrong 2",
          "Incorrect Answer 3": "wrong 3",
        },
        5,
      );
      const labels = Array.from({ length: 30 }, (_, seed) => {
        const question = gpqaDiamond.question(row, { template, numFewshot: 0, shots: [], seed });
        const label = question?.gold.label ?? "";
        expect(promptText(question?.messages ?? [])).toMatch(new RegExp(`\\b${label}\\) right(\n|$)`));
        return label;
      });
      expect(new Set(labels).size).toBe(4);
    },
  );

  test("does not depend on blanks around the question, and keeps the first of two choices alike", () => {
    const cells = {
      Question: " Which one?\n",
      "Correct Answer": "same",
      "Incorrect Answer 1": "same ",
      "Incorrect Answer 2": "other",
      "Incorrect Answer 3": null,
    };
    const context = { template: "evalscope", numFewshot: 0, shots: [], seed: 0 };
    const asked = gpqaDiamond.question(dataRow(cells), context);
    const order = evalscopeOrder("Which one?", 0, 4);
    const first = order.findIndex((index) => index === 0 || index === 3);
    expect(asked?.gold.label).toBe("ABCD"[first]);
    expect(promptText(asked?.messages ?? [])).toContain(`${"ABCD"[order.indexOf(2)]})  `);
  });
});
