import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { vlmEvalKit } from "../../src/importers/vlmevalkit.ts";
import { describeImporter, OUTPUTS } from "./conformance.ts";
import { written } from "./written.ts";

describeImporter({ importer: vlmEvalKit, fixtures: "vlmevalkit", failedCountAs: 0 });

const read = (name: string) => vlmEvalKit.read(join(OUTPUTS, "vlmevalkit", name));
const WORKBOOK = join(
  OUTPUTS,
  "vlmevalkit/tiny-a/T20261121-155138/tiny-a_SumsMCQ_exact_matching_result.xlsx",
);

it("reads the same from a workbook and from a table of texts", async () => {
  const [workbook, table] = await Promise.all([read("tiny-a"), read("tiny-a-tsv")]);
  expect(table.tasks).toEqual(workbook.tasks);
});

it("has a task for each split, and calls a request that failed by its name", async () => {
  const { tasks, notes } = await read("tiny-a");
  expect(tasks.map(({ name, reportedQuestions }) => [name, reportedQuestions])).toEqual([
    ["SumsMCQ (dev)", 6],
    ["SumsMCQ (validation)", 18],
  ]);
  const failed = tasks.flatMap(({ samples }) => samples ?? []).filter(({ score }) => score === null);
  expect(failed).toMatchObject([
    { id: "5", error: "the request failed: Failed to obtain answer via API.", reply: null },
  ]);
  expect(notes).toEqual([
    "SumsMCQ (validation): 1 request failed, wrong answers for VLMEvalKit, are failed here",
  ]);
});

it("knows where no answer was found", async () => {
  const { tasks } = await read("tiny-a");
  const unparsed = tasks.flatMap(({ samples }) => samples ?? []).filter((sample) => sample.unparsed);
  expect(unparsed.map(({ reply }) => reply)).toEqual(unparsed.map(() => "Let me see."));
  expect(unparsed.length).toBeGreaterThan(0);
});

// The layouts of vlmeval/dataset and vlmeval/dataset/utils of open-compass/VLMEvalKit at e8e78f0.
describe.each([
  [
    "MathVista_MINI_gpt-4-turbo_score.csv",
    '"Task&Skill","tot","hit","acc"\n"Overall","1000","632","63.2"\n"FQA","200","120","60"\n',
    0.632,
    1000,
  ],
  [
    "OCRBench_score.json",
    '{"Text Recognition": 250, "Final Score": 812, "Final Score Norm": 81.2}',
    0.812,
    null,
  ],
  ["MMStar_acc.csv", '"split","Overall","math"\n"none","0.452","0.364"\n', 0.452, null],
  ["ChartQA_TEST_acc.csv", '"test_human","test_augmented","Overall"\n"60","80","70.0"\n', 0.7, null],
  ["CMMMU_VAL_acc.csv", '"总准确率","科学"\n"0.41","0.4"\n', 0.41, null],
  [
    "POPE_score.csv",
    '"split","Overall","acc","precision","recall"\n"Overall","86.1","87.2","90","82"\n"random","88","89","90","86"\n',
    0.872,
    null,
  ],
])("totals of %s", (file, content, share, questions) => {
  const name = file.replace(/(_gpt-4-turbo)?_(acc|score)\..*/, "");
  it("are read, with a note that there is nothing else", async () => {
    const folder = await written({
      [`m/m_${name}.tsv`]: "index\tprediction\n0\tA\n",
      [`m/m_${file}`]: content,
    });
    const { tasks, notes } = await vlmEvalKit.read(join(folder, "m"));
    expect(tasks[0]).toMatchObject({ name, reported: share, reportedQuestions: questions, samples: null });
    expect(notes[0]).toBe(`${name}: there is no table of single scores: only the total is compared`);
  });
});

it("reads yes-or-no scores whose table reports something else", async () => {
  const { tasks, notes } = await vlmEvalKit.read(
    join(
      await written({
        "m/m_MME.tsv": "index\tprediction\n0\tYes\n1\tNo\n",
        "m/m_MME_auxmatch.tsv":
          "index\tquestion\tanswer\tprediction\textracted\tscore\n0\ta?\tYes\tYes.\tYes\tTrue\n1\tb?\tYes\tNo.\tNo\tFalse\n",
        "m/m_MME_score.csv": '"perception","reasoning"\n"1500.1","300.5"\n',
      }),
      "m",
    ),
  );
  expect(tasks[0]).toMatchObject({ name: "MME", metric: "accuracy", reported: null });
  expect(tasks[0]?.samples).toMatchObject([
    { id: "0", score: 1, prediction: "Yes" },
    { id: "1", score: 0, prediction: "No" },
  ]);
  expect(notes).toEqual(["MME: no reported figure was found"]);
});

it("says how many answers the harness drew at random", async () => {
  const folder = await written({
    "m/m_Sums_gpt_result.tsv":
      "index\tquestion\tprediction\thit\tlog\n0\ta?\tHm.\t1\tMatch Log: Failed to predict, thus randomly generate one. \n",
    "m/m_Sums_acc.csv": '"split","Overall"\n"none","1.0"\n',
    "m/m_Sums.tsv": "index\tprediction\n0\tHm.\n",
  });
  const { tasks, notes } = await vlmEvalKit.read(join(folder, "m"));
  expect(tasks[0]?.samples).toMatchObject([{ score: 1, unparsed: true, prediction: null }]);
  expect(notes).toEqual(["Sums: VLMEvalKit drew 1 answer at random"]);
});

describe("what is wrong with an output of VLMEvalKit", () => {
  it("a pickle is never opened, and the message says what to do", async () => {
    const folder = await written({
      "m/m_Sums.pkl": "cos\nsystem\n",
      "m/m_Sums_exact_matching_result.pkl": "cos\nsystem\n",
    });
    await expect(vlmEvalKit.read(join(folder, "m"))).rejects.toMatchObject({
      kind: "input",
      message: expect.stringMatching(/m_Sums_exact_matching_result\.pkl is a pickle/),
      hint: expect.stringMatching(/PRED_FORMAT=tsv/),
    });
  });
  it.each([
    ["cut off", (bytes: Buffer) => bytes.subarray(0, bytes.length - 30), /not a whole Excel workbook/],
    ["with a part that is longer than it says", lyingAboutSizes, /not a whole Excel workbook/],
    [
      "with bytes that belong to none of its parts",
      (bytes: Buffer) => Buffer.concat([Buffer.alloc(1 << 20), bytes]),
      /belong to none|not a whole/,
    ],
    ["that is none", () => Buffer.from("index,prediction"), /not a whole Excel workbook/],
  ])("a workbook %s", async (_, damage, message) => {
    const folder = await written({
      "m/m_Sums_exact_matching_result.xlsx": damage(await readFile(WORKBOOK)),
      "m/m_Sums.tsv": "index\tprediction\n0\tA\n",
    });
    await expect(vlmEvalKit.read(join(folder, "m"))).rejects.toThrow(message);
  });
  it("an index that is there twice", async () => {
    const folder = await written({
      "m/m_Sums_x_result.tsv": "index\tprediction\thit\n0\tA\t1\n0\tB\t1\n",
      "m/m_Sums.tsv": "index\tprediction\n0\tA\n",
    });
    await expect(vlmEvalKit.read(join(folder, "m"))).rejects.toThrow(/holds the index 0 twice/);
  });
});

/** Halves the unpacked sizes that the central directory declares. */
function lyingAboutSizes(bytes: Buffer): Buffer {
  const lying = Buffer.from(bytes);
  for (let at = lying.indexOf("PK\u0001\u0002"); at !== -1; at = lying.indexOf("PK\u0001\u0002", at + 4))
    lying.writeUInt32LE(lying.readUInt32LE(at + 24) >> 1, at + 24);
  return lying;
}
