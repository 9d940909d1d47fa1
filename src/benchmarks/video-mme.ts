import type { Benchmark, DataRow, Part } from "../contracts/benchmark.ts";
import { pythonStrip } from "../support/python/text.ts";
import { optionalText, textCell, textsCell } from "./rows/cells.ts";
import { goldLetter, labelsOf } from "./rows/letters.ts";
import { asked, type ChoiceGold, scoreChoice } from "./vision/choice.ts";

/** As many as FlagEvalMM takes of a video. */
const FRAMES = 16;

/** Verbatim. */
const REQUEST =
  "Select the best answer to the following multiple-choice question based on the video. Respond with only the letter (A, B, C, or D) of the correct option.";

/**
 * Deleted in this order. Two of them are two sentences in a row: the official list lacks the commas between them, so these
 * four are never deleted by themselves.
 */
const PREFIXES = [
  "The best answer is",
  "The correct answer is",
  "The answer is",
  "The answer",
  "The best option isThe correct option is",
  "Best answer:Best option:",
  "Answer:",
  "Option:",
  "The correct answer",
  "The correct option",
];

/** Video-MME without subtitles. */
export const videoMme: Benchmark<ChoiceGold> = {
  name: "video_mme",
  cardName: "Video-MME",
  description: "Three questions about each of 900 videos of up to an hour, without subtitles.",
  modality: "video",
  questions: {
    huggingFace: { id: "lmms-lab/Video-MME", files: ["videomme/test-*.parquet"] },
    modelScope: { id: "lmms-lab/Video-MME", files: ["videomme/test-*.parquet"] },
    columns: ["videoID", "question_id", "question", "options", "answer"],
    rows: 2700,
  },
  numFewshot: 0,
  templates: {
    official: "The Video-MME repository's: the video, the request, the question, `The best answer is:`.",
    vlmevalkit: "VLMEvalKit's: says that these are the frames of a video, and ends with `Answer: `.",
  },
  extractions: ["official", "strict"],
  sampling: { temperature: 0, maxTokens: 1024 },
  aggregation: "micro",
  unsupported: "Subtitles are not shown, and a video is sent as pictures without its sound.",
  question: (row, { template }) => {
    const options = textsCell(row, "options");
    const video = textCell(row, "videoID");
    return {
      id: textCell(row, "question_id"),
      category: optionalText(row, "duration"),
      cluster: video,
      messages: asked([
        { kind: "video", path: optionalText(row, "video_path") ?? `video/${video}.mp4`, frames: FRAMES },
        ...textsOf(row, template, options),
      ]),
      gold: {
        answer: goldLetter(row, "answer", labelsOf(row, options)),
        options,
        form: "letter",
      },
    };
  },
  score: (reply, { gold }, extraction) =>
    scoreChoice(reply, gold, extraction, (answer) => ({ letter: videoMmeLetter(answer), guesses: false })),
};

function textsOf(row: DataRow, template: string, options: readonly string[]): Part[] {
  const question = [textCell(row, "question"), ...options].join("\n");
  const texts =
    template === "vlmevalkit"
      ? [`\nThese are the frames of a video. ${REQUEST}\n`, `Question: ${question}\nAnswer: `]
      : [`${REQUEST}\n${question}\nThe best answer is:`];
  return texts.map((text) => ({ kind: "text", text }));
}

/** The first of A to D after the usual prefixes are deleted, wherever it stands. */
export function videoMmeLetter(reply: string): string | null {
  const text = PREFIXES.reduce((rest, prefix) => rest.replaceAll(prefix, ""), pythonStrip(reply));
  return /[ABCD]/.exec(text)?.[0] ?? null;
}
