import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { cmmmu } from "../../src/benchmarks/cmmmu.ts";
import { markedQuestion, type Placed } from "../../src/benchmarks/erqa/interleave.ts";
import type { Benchmark, Cell, DataRow, Json, Part } from "../../src/contracts/benchmark.ts";
import { FvalidateError } from "../../src/support/errors.ts";
import { dataRow } from "./conformance.ts";
import { fixtureLines } from "./shared-data.ts";
import { MATERIAL, picture, VISION_BENCHMARKS } from "./vision-material.ts";

const prompts = (name: string) => new URL(`../../fixtures/benchmarks/${name}/prompts.json`, import.meta.url);

function partsOf<Gold extends Json>(benchmark: Benchmark<Gold>, row: DataRow, template: string): Part[] {
  const question = benchmark.question(row, { template, numFewshot: 0, shots: [], seed: 0 });
  return question?.messages.flatMap((message) => message.parts) ?? [];
}

/** The part's text, or the mark of the picture: in the rows here, a question's pictures are numbered by their bytes. */
function marked(parts: readonly Part[]): string[] {
  const numbers = parts.map((part) =>
    part.kind === "image" && "bytes" in part.image ? (part.image.bytes[3] ?? 0) : Number.POSITIVE_INFINITY,
  );
  const first = Math.min(...numbers);
  return parts.map((part, index) =>
    part.kind === "text" ? part.text : `<${part.kind} ${(numbers[index] ?? 0) - first + 1}>`,
  );
}

/**
 * What FlagEvalMM fef27ec (`flageval…`), evalscope fde259d (`evalscope`) and the benchmarks' repositories (`official…`)
 * build of the same rows, their own code run under Python 3.11.
 */
describe.each(VISION_BENCHMARKS.filter(({ benchmark }) => existsSync(prompts(benchmark.name))))(
  "$benchmark.name",
  ({ benchmark, rows }) => {
    const published: Record<string, string[][]> = JSON.parse(readFileSync(prompts(benchmark.name), "utf8"));

    test.each(Object.entries(published))("asks as the original code does, template %s", (template, parts) => {
      const ours = rows.slice(0, parts.length).map((row) => marked(partsOf(benchmark, row, template)));
      expect(ours).toEqual(parts);
    });
  },
);

describe("ERQA", () => {
  // FlagEvalMM's tasks/erqa/process.py over questions and offsets of our own.
  test.each(fixtureLines<Placed & { marked: string }>("erqa/places.jsonl"))("places $offsets", (one) => {
    expect(markedQuestion(one).trim()).toBe(one.marked);
  });

  test("official: leaves the question as it is, pictures at their places", () => {
    const { benchmark, rows } = MATERIAL.erqa;
    expect(marked(partsOf(benchmark, rows[1]!, "official"))).toEqual([
      "First:",
      "<image 2>",
      " and then:",
      "<image 1>",
      " Which? A. x B. y C. z D. w Please answer directly with only the letter of the correct option and nothing else.",
    ]);
  });
});

test("Video-MME: the video, then the text of the repository's README", () => {
  const { benchmark, rows } = MATERIAL.videoMme;
  expect(partsOf(benchmark, rows[0]!, "official")).toEqual([
    { kind: "video", path: "video/fFjv93ACGo8.mp4", frames: 16 },
    {
      kind: "text",
      text: "Select the best answer to the following multiple-choice question based on the video. Respond with only the letter (A, B, C, or D) of the correct option.\nWhich one is it?\nA. Apples.\nB. Candles.\nC. Berries.\nD. All.\nThe best answer is:",
    },
  ]);
});

test("BLINK, official: a disclaimer before three of the tasks, then the pictures", () => {
  const { benchmark, rows } = MATERIAL.blink;
  const [art, counting] = rows.map((row) => marked(partsOf(benchmark, row, "official")));
  expect(art?.[0]).toMatch(/^Disclaimer: .*I gave you\.\n\nWhich image is alike\?\n/);
  expect(art?.slice(1)).toEqual(["<image 1>", "<image 2>", "<image 3>"]);
  expect(counting?.[0]).toMatch(/^How many dogs\?\n/);
});

describe("forms of data sets", () => {
  const image = (cells: Record<string, Cell>) => {
    const row = dataRow({ ...MATERIAL.ocrbench.rows[0]!.cells, ...cells }, 0, "OCRBench/test.jsonl");
    return partsOf(MATERIAL.ocrbench.benchmark, row, "official").find((part) => part.kind === "image")?.image;
  };
  const base64 = "iVBORw0KGgo".repeat(10);

  test("takes a picture from bytes, a path, base64 or a data URL", () => {
    expect(image({ image: { bytes: Uint8Array.of(1), path: "a.png" } })).toEqual({ bytes: Uint8Array.of(1) });
    expect(image({ image: Uint8Array.of(2) })).toEqual({ bytes: Uint8Array.of(2) });
    expect(image({ image: { bytes: null, path: "images/a.png" } })).toEqual({ path: "images/a.png" });
    expect(image({ image: "images/a.JPG" })).toEqual({ path: "images/a.JPG" });
    expect(image({ image: base64 })).toEqual({ base64 });
    expect(image({ image: `data:image/png;base64,${base64}` })).toEqual({ base64 });
  });

  test("takes MMMU's options as a list too, and its pictures from a column with a list", () => {
    const { benchmark, rows } = MATERIAL.mmmu;
    const { image_1, image_2, image_3, ...cells } = rows[1]!.cells;
    const options = ["<image 1>", "<image 2>", "<image 3>"];
    const row = dataRow({ ...cells, options, images: [image_1!, image_2!, image_3!] }, 1);
    expect(partsOf(benchmark, row, "flageval")).toEqual(partsOf(benchmark, rows[1]!, "flageval"));
  });

  test("finds CMMMU's pictures by their files' names, in whatever columns they are", () => {
    const { rows } = MATERIAL.cmmmu;
    const cells = { ...rows[0]!.cells };
    const swapped = {
      ...cells,
      image_1: cells["image_2"]!,
      image_1_filename: cells["image_2_filename"]!,
      image_2: cells["image_1"]!,
      image_2_filename: cells["image_1_filename"]!,
    };
    expect(partsOf(cmmmu, dataRow(swapped), "official")).toEqual(partsOf(cmmmu, rows[0]!, "official"));
  });

  test("takes MM-Vet's pictures from the files of its zip", () => {
    const { benchmark, rows } = MATERIAL.mmVetV2;
    const row = dataRow({ ...rows[0]!.cells, question: "<IMG>v2_0_0.jpg<IMG>What is x?" });
    expect(partsOf(benchmark, row, "flageval")).toEqual([
      { kind: "image", image: { path: "images/v2_0_0.jpg" } },
      { kind: "text", text: "What is x?" },
    ]);
  });
});

describe("rows that cannot be asked", () => {
  const refused: [name: keyof typeof MATERIAL, cells: Record<string, Cell>, message: string][] = [
    ["mmmu", { image_1: null, image_2: null }, "row 1 (data/test.jsonl) has no picture"],
    ["mmmu", { question: "<image 2>?" }, "shows <image 2>, but has no such picture"],
    ["mmmu", { options: "['a', b]" }, "has no list in its column options: not a Python literal: at offset 6"],
    ["mmmu", { options: "['a', 'b']", answer: "C" }, 'has the answer "C", not one of A, B'],
    ["mmmuProVision", { image: "" }, "has no picture in its column image"],
    ["cmmmu", { type: "简答" }, 'has the type "简答"'],
    ["cmmmu", { answer: " " }, "has no answer"],
    ["blink", { choices: null }, "has no list in its column choices"],
    ["ocrbench", { answer: [] }, "has no answer"],
    ["mmVetV2", { question: "What is x?" }, "shows no picture in its question"],
  ];
  test.each(refused)("%s with %j: %s", (name, cells, message) => {
    const { benchmark, rows } = MATERIAL[name];
    const row = dataRow({ ...rows[0]!.cells, ...cells });
    const ask = () => benchmark.question(row, { template: "flageval", numFewshot: 0, shots: [], seed: 0 });
    expect(ask).toThrow(FvalidateError);
    expect(ask).toThrow(message);
  });
});

test("questions about the same picture share their cluster", () => {
  const { benchmark, rows } = MATERIAL.ocrbench;
  const clusters = [picture(1), picture(1), picture(2), "a/1.png", "a/1.png", "a/2.png"].map(
    (image, index) =>
      benchmark.question(dataRow({ ...rows[0]!.cells, image }, index, "x/test.jsonl"), {
        template: "flageval",
        numFewshot: 0,
        shots: [],
        seed: 0,
      })?.cluster,
  );
  expect(clusters[0]).toBe(clusters[1]);
  expect(clusters[3]).toBe("x/a/1.png");
  expect(new Set(clusters).size).toBe(4);
});

describe("MM-Vet's judge", () => {
  const { judging } = MATERIAL.mmVetV2.benchmark;
  const verdicts: [verdict: string, score: number | null][] = [
    ['{"score": 0.7}', 0.7],
    ['```json\n{"score": 1}\n```', 1],
    ["0.5", 0.5],
    [" 1.0 |", 1],
    [".3", 0.3],
    ["<think>0.1</think>0.9", 0.9],
    ["0.7.", null],
    ['{"score": 1.1}', null],
    ['{"score": true}', null],
    ["The score is 0.5", null],
    ["10", null],
  ];
  test.each(verdicts)("reads %j as %s", (verdict, score) => expect(judging?.parse(verdict)).toBe(score));

  test("is asked at temperature 0 first and then at higher ones below 2", () => {
    expect([0, 1, 2, 3].map((attempt) => judging?.sampling(attempt).temperature)).toEqual([0, 0.5, 1, 1.5]);
    expect(judging?.attempts).toBe(4);
  });

  test("sees the question, all parts of the reference and the reply without its reasoning, in one line", () => {
    const { benchmark, rows } = MATERIAL.mmVetV2;
    const question = benchmark.question(rows[0]!, {
      template: "flageval",
      numFewshot: 0,
      shots: [],
      seed: 0,
    });
    const parts = judging?.messages(question!, "<think>Hm</think>x = -1\nor x = -5")[0]?.parts;
    expect(parts).toMatchObject([
      {
        text: expect.stringContaining(
          "| <image>What is x in the equation? | -1 <AND> -5 | x = -1<br>or x = -5 |",
        ),
      },
    ]);
  });
});
