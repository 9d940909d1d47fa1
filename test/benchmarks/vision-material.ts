import { blink } from "../../src/benchmarks/blink.ts";
import { ciiBench } from "../../src/benchmarks/cii-bench.ts";
import type { CmmmuGold } from "../../src/benchmarks/cmmmu/question.ts";
import { cmmmu } from "../../src/benchmarks/cmmmu.ts";
import { erqa } from "../../src/benchmarks/erqa.ts";
import { mmVetV2 } from "../../src/benchmarks/mm-vet-v2.ts";
import type { MmmuGold } from "../../src/benchmarks/mmmu/question.ts";
import { mmmu } from "../../src/benchmarks/mmmu.ts";
import { mmmuProStandard } from "../../src/benchmarks/mmmu-pro-standard.ts";
import { mmmuProVision } from "../../src/benchmarks/mmmu-pro-vision.ts";
import { type OcrBenchGold, ocrbench } from "../../src/benchmarks/ocrbench.ts";
import { videoMme } from "../../src/benchmarks/video-mme.ts";
import type { ChoiceGold } from "../../src/benchmarks/vision/choice.ts";
import type { Benchmark, Cell, DataRow, Json } from "../../src/contracts/benchmark.ts";
import { dataRow } from "./conformance.ts";

/** A picture as Hugging Face's parquet files have it, with bytes of its own. */
export function picture(number: number): Cell {
  return { bytes: Uint8Array.of(0xff, 0xd8, 0xff, number), path: null };
}

/** Rows of our own in the form of each benchmark's data set, and right answers in the form that is asked for. */
export interface VisionMaterial<Gold extends Json> {
  readonly benchmark: Benchmark<Gold>;
  readonly rows: readonly DataRow[];
  goldReply(question: { readonly gold: Gold }): string;
}

function letterIn({ gold }: { readonly gold: ChoiceGold }): string {
  const before = {
    letter: "",
    "(letter)": "",
    "Answer: letter": "It is clear.\nAnswer: ",
    "ANSWER: letter": "It is clear.\nANSWER: ",
    "答案：letter": "答案：",
    "last 答案：letter": "很清楚。\n答案：",
  }[gold.form];
  return gold.form === "(letter)" ? `(${gold.answer})` : `${before}${gold.answer}`;
}

function mmmuReply({ gold }: { readonly gold: MmmuGold }): string {
  if (gold.kind === "choice") return letterIn({ gold });
  const [answer] = gold.answers;
  return gold.form === "answer" ? `${answer}` : `Easy.\nANSWER: ${answer}`;
}

const COMMON = { explanation: "", img_type: "['Photographs']", topic_difficulty: "Easy" };

const MMMU_ROWS = [
  {
    id: "validation_Art_Theory_1",
    question: "What is shown in <image 1>?",
    options: `['a barn', "a painter's house", 'a lake']`,
    answer: "B",
    question_type: "multiple-choice",
    image_1: picture(1),
    image_2: null,
  },
  {
    id: "validation_Music_2",
    question: "Which of these is a minor third?",
    options: "['<image 1>', '<image 2>', '<image 3>']",
    answer: "C",
    question_type: "multiple-choice",
    image_1: picture(2),
    image_2: picture(3),
    image_3: picture(4),
  },
  {
    id: "validation_Chemistry_30",
    question: "<image 1> Name the product.",
    options: "[]",
    answer: "['$MgS$', 'MgS']",
    question_type: "open",
    image_1: picture(5),
  },
  {
    id: "validation_Finance_8",
    question: "How many dollars are needed according to <image 1>?",
    options: "[]",
    answer: "360",
    question_type: "open",
    image_1: picture(6),
  },
].map((cells, index) => dataRow({ ...COMMON, ...cells }, index));

const MMMU_PRO_ROWS = [
  {
    id: "test_History_1",
    question: "Which trend does <image 1> show?",
    options: "['up', 'down', 'none', 'all', 'left', 'right', 'in', 'out', 'over', 'under']",
    answer: "I",
    subject: "History",
    image_1: picture(1),
    image: picture(1),
  },
  {
    id: "validation_Accounting_29",
    question: "Which option is written on the stock of <image 1>?",
    options: "[['A', 'B', 'Not enough information']]",
    answer: "B",
    subject: "Accounting",
    image_1: picture(2),
    image: picture(2),
  },
].map((cells, index) => dataRow({ ...COMMON, ...cells }, index));

const CMMMU_OPTIONS = { option1: "-", option2: "-", option3: "-", option4: "-" };
const CMMMU_ROWS = [
  {
    id: 1900,
    type: "选择",
    question: '图<img="q_1900_001.jpg">中有几个人？',
    option1: "一个",
    option2: '与<img="q_1900_002.jpg">一样多',
    option3: "三个",
    answer: "AC",
    image_1: picture(1),
    image_1_filename: "q_1900_001.jpg",
    image_2: picture(2),
    image_2_filename: "q_1900_002.jpg",
  },
  {
    id: 9215,
    type: "判断",
    question: '<img="q_9215_001.jpg">这幅画是油画。',
    answer: "错",
    image_1: picture(3),
    image_1_filename: "q_9215_001.jpg",
  },
  {
    id: 1241,
    type: "填空",
    question: "总成本是多少？",
    answer: "12.5",
    image_1: picture(4),
    image_1_filename: "q_1241_001.jpg",
  },
].map((cells, index) => dataRow({ category: "商业", ...CMMMU_OPTIONS, ...cells }, index));

const OCR_ROWS = [
  {
    dataset: "IIIT5K",
    question: "what is written in the image?",
    question_type: "Regular Text Recognition",
    answer: ["CENTRE"],
    image: picture(1),
  },
  {
    dataset: "HME100k",
    question: "Please write out the expression of the formula in the image using LaTeX format.",
    question_type: "Handwritten Mathematical Expression Recognition",
    answer: ["x ^ { 2 } + 1", "x ^ 2 + 1"],
    image: picture(2),
  },
].map((cells, index) => dataRow(cells, index));

const CII_ROWS = ["B", "F"].map((answer, index) =>
  dataRow(
    {
      id: `test-${index + 1}`,
      question: "这张图片有什么隐喻？",
      ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((number) => [`option${number}`, `第${number}种意思。`])),
      answer,
      domain: "生活",
      emotion: "中性",
      image: picture(index),
    },
    index,
  ),
);

const BLINK_ROWS = [
  {
    idx: "val_Art_Style_2",
    sub_task: "Art_Style",
    prompt:
      "Which image is alike?\nSelect from the following choices.\n(A) the second image\n(B) the third image",
    choices: ["the second image", "the third image"],
    answer: "(A)",
    image_1: picture(1),
    image_2: picture(2),
    image_3: picture(3),
    image_4: null,
  },
  {
    idx: "val_Counting_1",
    sub_task: "Counting",
    prompt: "How many dogs?\nSelect from the following choices.\n(A) 0\n(B) 1\n(C) 2\n(D) 3",
    choices: ["0", "1", "2", "3"],
    answer: "(D)",
    image_1: picture(4),
    image_2: null,
  },
].map((cells, index) => dataRow(cells, index));

const LETTER_ALONE = " Please answer directly with only the letter of the correct option and nothing else.";
const ERQA_ROWS = [
  {
    question_id: "ERQA_1",
    question: `What will happen? Choices: A. This. B. That. C. Both. D. None.${LETTER_ALONE}`,
    question_type: "Trajectory Reasoning",
    answer: "A",
    images: [picture(1)],
    visual_indices: [0],
  },
  {
    question_id: "ERQA_2",
    question: `First: and then: Which? A. x B. y C. z D. w${LETTER_ALONE}`,
    question_type: "Task Reasoning",
    answer: "D",
    images: [picture(2), picture(3)],
    visual_indices: [16, 6],
  },
].map((cells, index) => dataRow(cells, index));

const VIDEO_ROWS = [1, 2].map((number) =>
  dataRow(
    {
      video_id: "001",
      videoID: "fFjv93ACGo8",
      duration: "short",
      domain: "Knowledge",
      question_id: `001-${number}`,
      question: "Which one is it?",
      options: ["A. Apples.", "B. Candles.", "C. Berries.", "D. All."],
      answer: number === 1 ? "C" : "A",
    },
    number,
  ),
);

const VET_ROWS = [
  {
    id: "v2_0",
    question: "<IMG><image_0>What is x in the equation?",
    answer: "-1<AND>-5",
    capability: ["ocr", "math"],
    added_in: "v1",
    image_0: picture(1),
  },
  {
    id: "v2_1",
    question: "Compare <IMG><image_0> with\n<IMG><image_1>.",
    answer: "red<OR>blue",
    capability: ["rec"],
    added_in: "v2",
    image_0: picture(2),
    image_1: picture(3),
  },
].map((cells, index) => dataRow(cells, index));

export const MATERIAL = {
  mmmu: { benchmark: mmmu, rows: MMMU_ROWS, goldReply: mmmuReply },
  mmmuProStandard: { benchmark: mmmuProStandard, rows: MMMU_PRO_ROWS, goldReply: letterIn },
  mmmuProVision: { benchmark: mmmuProVision, rows: MMMU_PRO_ROWS, goldReply: letterIn },
  cmmmu: {
    benchmark: cmmmu,
    rows: CMMMU_ROWS,
    goldReply: ({ gold }: { readonly gold: CmmmuGold }) => gold.answer,
  },
  ocrbench: {
    benchmark: ocrbench,
    rows: OCR_ROWS,
    goldReply: ({ gold }: { readonly gold: OcrBenchGold }) => gold.answers[0] ?? "",
  },
  ciiBench: { benchmark: ciiBench, rows: CII_ROWS, goldReply: letterIn },
  blink: { benchmark: blink, rows: BLINK_ROWS, goldReply: letterIn },
  erqa: { benchmark: erqa, rows: ERQA_ROWS, goldReply: letterIn },
  videoMme: { benchmark: videoMme, rows: VIDEO_ROWS, goldReply: letterIn },
  mmVetV2: { benchmark: mmVetV2, rows: VET_ROWS, goldReply: () => "" },
} as const;

/** The same, for tests that need not know what a gold answer looks like. */
export const VISION_BENCHMARKS: readonly VisionMaterial<Json>[] = Object.values(
  MATERIAL,
) as unknown as readonly VisionMaterial<Json>[];
