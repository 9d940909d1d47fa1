import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Benchmark,
  type DataRow,
  type DataSource,
  EXTRACTIONS,
  type Json,
  type Message,
  type Question,
  type QuestionContext,
} from "../../src/contracts/benchmark.ts";
import { FvalidateError } from "../../src/support/errors.ts";
import { anyCharacter } from "../support/any-character.ts";

export interface ConformanceMaterial<Gold extends Json> {
  /** Rows as a reader gives them; at least two of them are asked. */
  readonly rows: readonly DataRow[];
  readonly shots?: readonly DataRow[];
  /** A right answer in exactly the form that the template asks for. */
  goldReply(question: Question<Gold>, template: string): string;
}

/** A row of a data set, as a reader gives it. */
export function dataRow(cells: DataRow["cells"], index = 0, file = "data/test.jsonl"): DataRow {
  return { cells, file, index };
}

/** The text of messages, with a mark where a picture or a video stands. */
export function promptText(messages: readonly Message[]): string {
  return messages
    .flatMap((message) => message.parts)
    .map((part) => (part.kind === "text" ? part.text : `[${part.kind}]`))
    .join("");
}

const KILOBYTES_64 = 2 ** 16;
const MEGABYTE = 2 ** 20;

function describesSource(source: DataSource): void {
  expect(source.rows).toBeGreaterThan(0);
  expect(source.columns.length).toBeGreaterThan(0);
  const hubs = [source.huggingFace, source.modelScope].filter((hub) => hub !== null);
  expect(hubs.length).toBeGreaterThan(0);
  for (const hub of hubs) {
    expect(hub.id).toMatch(/^[\w.-]+\/[\w.-]+$/);
    expect(hub.files.length).toBeGreaterThan(0);
  }
}

/** What every benchmark must hold, whatever it asks. */
export function benchmarkConformance<Gold extends Json>(
  benchmark: Benchmark<Gold>,
  material: ConformanceMaterial<Gold>,
): void {
  const templates = Object.keys(benchmark.templates);
  const shots = material.shots ?? [];
  const context = (template: string, changes: Partial<QuestionContext> = {}): QuestionContext => ({
    template,
    numFewshot: benchmark.numFewshot,
    shots,
    seed: 1,
    ...changes,
  });
  const asked = (template: string, rows = material.rows, changes: Partial<QuestionContext> = {}) =>
    rows
      .map((row) => benchmark.question(row, context(template, changes)))
      .filter((question): question is Question<Gold> => question !== null);
  const first = templates[0] ?? "";

  describe(`benchmark ${benchmark.name}`, () => {
    test("says what it is and where its rows are", () => {
      expect(benchmark.name).toMatch(/^[a-z0-9][a-z0-9_.-]*$/);
      expect(benchmark.cardName.trim()).not.toBe("");
      expect(benchmark.description).toMatch(/\.$/);
      expect(templates.length).toBeGreaterThan(0);
      for (const sentence of Object.values(benchmark.templates)) expect(sentence).toMatch(/\.$/);
      expect(new Set(benchmark.extractions).size).toBe(benchmark.extractions.length);
      expect(benchmark.extractions.length).toBeGreaterThan(0);
      for (const extraction of benchmark.extractions) expect(EXTRACTIONS).toContain(extraction);
      for (const source of [benchmark.questions, benchmark.shots ?? benchmark.questions])
        describesSource(source);
      if (benchmark.shots === undefined) expect(benchmark.numFewshot).toBe(0);
      expect(benchmark.score ?? benchmark.judging).toBeDefined();
      expect(benchmark.sampling.maxTokens).toBeGreaterThan(0);
    });

    test.each(templates)("asks each row once and always in the same way, template %s", (template) => {
      const questions = asked(template);
      expect(questions.length).toBeGreaterThan(1);
      expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
      expect(asked(template)).toEqual(questions);
      expect(asked(template, [...material.rows].reverse()).reverse()).toEqual(questions);
      expect(questions.map(({ id }) => id)).toEqual(asked(first).map(({ id }) => id));
      for (const { messages } of questions) {
        const parts = messages.flatMap((message) => message.parts);
        expect(messages.at(-1)?.role).toBe("user");
        expect(messages.every((message) => message.parts.length > 0)).toBe(true);
        expect(parts.filter((part) => part.kind === "text" && part.text === "")).toEqual([]);
      }
    });

    test("has a prompt of its own for each template", () => {
      const prompts = templates.map((template) => JSON.stringify(asked(template).map((one) => one.messages)));
      expect(new Set(prompts).size).toBe(templates.length);
    });

    test("keeps gold answers through a file", () => {
      for (const { gold } of templates.flatMap((template) => asked(template)))
        expect(JSON.parse(JSON.stringify(gold))).toStrictEqual(gold);
    });

    test("leaves the rows as they are", () => {
      const before = structuredClone([material.rows, shots]);
      for (const template of templates) asked(template);
      expect([material.rows, shots]).toEqual(before);
    });

    test("refuses a row without what it needs", () => {
      for (const template of templates)
        try {
          const nothing = dataRow({}, 3);
          expect(benchmark.question(nothing, context(template))).toBeNull();
        } catch (error) {
          expect(error).toBeInstanceOf(FvalidateError);
          expect(error).toMatchObject({ kind: "input" });
        }
    });

    if (benchmark.shots !== undefined)
      test("shows as many examples as are asked for", () => {
        const prompts = [0, 1, benchmark.numFewshot].map((numFewshot) =>
          promptText(asked(first, material.rows, { numFewshot })[0]?.messages ?? []),
        );
        expect(new Set(prompts).size).toBe(new Set([0, 1, benchmark.numFewshot]).size);
      });

    if (benchmark.score !== undefined) scoreConformance(benchmark, asked, material);
    if (benchmark.judging !== undefined) judgingConformance(benchmark, asked(first));
  });
}

function scoreConformance<Gold extends Json>(
  benchmark: Benchmark<Gold>,
  asked: (template: string) => Question<Gold>[],
  material: ConformanceMaterial<Gold>,
): void {
  const templates = Object.keys(benchmark.templates);
  const everyQuestion = templates.flatMap((template) =>
    asked(template).map((question) => ({ template, question })),
  );
  const score = (reply: string, gold: Gold, extraction: (typeof EXTRACTIONS)[number]) => {
    const result = benchmark.score?.(reply, { gold }, extraction);
    if (result === undefined) throw new Error("no score");
    // Asked thousands of times: `expect` would take most of the test's time.
    const sound = result.score >= 0 && result.score <= (result.prediction === null ? 0 : 1);
    if (!sound) throw new Error(`${JSON.stringify(result)} for ${JSON.stringify(reply.slice(0, 300))}`);
    return result;
  };
  const strictest = benchmark.extractions.includes("strict") ? "strict" : benchmark.extractions[0];

  test("credits a right answer in the form that is asked for", () => {
    for (const { template, question } of everyQuestion) {
      const reply = material.goldReply(question, template);
      const gold: Gold = JSON.parse(JSON.stringify(question.gold));
      const result = score(reply, gold, strictest ?? "strict");
      expect(result, `${template}, ${question.id}: ${reply}`).toMatchObject({ score: 1 });
      expect(score(`<think>Hm.</think>\n${reply}`, gold, strictest ?? "strict")).toMatchObject({ score: 1 });
    }
  });

  test.each(benchmark.extractions)("finds nothing in an empty reply, %s", (extraction) => {
    for (const { question } of everyQuestion)
      for (const reply of ["", " \n\t"])
        expect(score(reply, question.gold, extraction)).toMatchObject({ prediction: null, score: 0 });
  });

  test.each(benchmark.extractions)("finds nothing in reasoning that is never closed, %s", (extraction) => {
    for (const { template, question } of everyQuestion) {
      const reply = `<think>${material.goldReply(question, template)}\n`;
      expect(score(reply, question.gold, extraction)).toMatchObject({ prediction: null, score: 0 });
    }
  });

  test.each(benchmark.extractions)("takes any reply, however long, %s", (extraction) => {
    const golds = everyQuestion.slice(0, 3).map(({ question }) => question.gold);
    const anything = fc.oneof(
      fc.string({ unit: anyCharacter, maxLength: 40 }),
      fc.string({ unit: fc.constantFrom(..."ABCDE()[]{}<>:=.,;$\\/ \n0123456789eE-答案是为对错") }),
    );
    fc.assert(
      fc.property(anything, (reply) => golds.every((gold) => score(reply, gold, extraction))),
      { numRuns: 60 },
    );
    for (const line of ["1", "1.", "A ", "(", " ", "is\n", "\\boxed{", "ANSWER:"])
      for (const gold of golds) score(line.repeat(KILOBYTES_64 / line.length), gold, extraction);
    for (const line of ["~", "so the answer is "]) {
      const started = performance.now();
      const result = golds.map((gold) => score(line.repeat(MEGABYTE / line.length), gold, extraction).score);
      expect(performance.now() - started, `a megabyte of ${line}`).toBeLessThan(10_000);
      if (line === "~") expect(result, "credit for a line of signs").toEqual(golds.map(() => 0));
    }
  });
}

function judgingConformance<Gold extends Json>(
  benchmark: Benchmark<Gold>,
  questions: readonly Question<Gold>[],
): void {
  const judging = benchmark.judging;
  if (judging === undefined) return;

  test("asks a judge about the reply, and reads numbers alone from it", () => {
    expect(judging.attempts).toBeGreaterThan(0);
    for (const { gold } of questions) {
      const prompt = promptText(
        judging.messages({ gold: JSON.parse(JSON.stringify(gold)) }, "Zaphod's reply"),
      );
      expect(prompt).toContain("Zaphod's reply");
    }
    for (let attempt = 0; attempt < judging.attempts; attempt += 1)
      expect(judging.sampling(attempt).maxTokens).toBeGreaterThan(0);
    for (const verdict of ["", "no idea", "NaN", "-1", "7", "{", '{"score": "x"}', "<think>1.0"])
      expect(judging.parse(verdict), verdict).toBeNull();
  });
}
