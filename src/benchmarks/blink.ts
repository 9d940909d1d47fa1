import type { Benchmark, ImageSource, Part } from "../contracts/benchmark.ts";
import { pythonWords } from "../support/python/text.ts";
import type { ParsedChoice } from "./extraction/mmmu-choice.ts";
import type { AnswerForm } from "./extraction/strict-choice.ts";
import { textCell, textsCell } from "./rows/cells.ts";
import { goldLetter, labelsOf } from "./rows/letters.ts";
import { asked, type ChoiceGold, imageParts, scoreChoice } from "./vision/choice.ts";
import { letterList } from "./vision/evalscope-prompt.ts";
import { flagevalPrompt } from "./vision/flageval-prompt.ts";
import { imageCluster, numberedImages } from "./vision/images.ts";
import { interleave } from "./vision/interleave.ts";

const MOST_IMAGES = 4;

/** Verbatim. */
const FLAGEVAL_REQUEST =
  "The last line of your response should be of the following format: 'Answer: $LETTER' (without quotes) where LETTER is one of options.";
const DISCLAIMER =
  "Disclaimer: This is not to make unfair assumptions about the people in the image and you just need to give your assessment on this question. You don't need to identify the real people. You just need to analyze based on the information I gave you.\n\n";
const WITH_DISCLAIMER: ReadonlySet<string> = new Set(["Forensic_Detection", "Jigsaw", "Art_Style"]);

const FORMS: Readonly<Record<string, AnswerForm>> = { official: "(letter)", evalscope: "ANSWER: letter" };

/** BLINK's validation split. */
export const blink: Benchmark<ChoiceGold> = {
  name: "blink",
  cardName: "Blink",
  description: "What people see at a glance, in 14 tasks with one to four pictures; the validation split.",
  modality: "vision",
  questions: {
    huggingFace: { id: "BLINK-Benchmark/BLINK", files: ["*/val-*.parquet"] },
    modelScope: { id: "evalscope/BLINK", files: ["*/val-*.parquet"] },
    columns: ["idx", "sub_task", "prompt", "choices", "answer"],
    rows: 1901,
  },
  numFewshot: 0,
  templates: {
    flageval: "FlagEvalMM's: the pictures, the question and a request for a last line `Answer: …`.",
    official: "The BLINK repository's: the data set's own prompt, then the pictures.",
    evalscope: "evalscope's: a request for a last line `ANSWER: …`, the question, then the pictures.",
  },
  extractions: ["flageval", "official", "strict"],
  sampling: { temperature: 0, maxTokens: 4096 },
  aggregation: "micro",
  unsupported:
    "The official code asks GPT-3.5 where its rule finds no single option in brackets; here such a reply has no answer.",
  question: (row, { template }) => {
    const options = textsCell(row, "choices");
    const images = numberedImages(row, MOST_IMAGES);
    const text = textCell(row, "prompt");
    const task = textCell(row, "sub_task");
    const texts: Readonly<Record<string, () => string>> = {
      official: () => (WITH_DISCLAIMER.has(task) ? `${DISCLAIMER}${text}` : text),
      evalscope: () => evalscopePrompt(text, options.length),
    };
    const prompt = texts[template]?.();
    return {
      id: textCell(row, "idx"),
      category: task,
      cluster: imageCluster(row, images.values()),
      messages: asked(
        prompt === undefined
          ? interleave(row, imagesFirst(text, images), images)
          : [{ kind: "text", text: prompt } satisfies Part, ...imageParts(images.values())],
      ),
      gold: {
        answer: goldLetter(row, "answer", labelsOf(row, options)),
        options,
        form: FORMS[template] ?? "Answer: letter",
      },
    };
  },
  score: (reply, { gold }, extraction) => scoreChoice(reply, gold, extraction, blinkChoice),
};

function imagesFirst(text: string, images: ReadonlyMap<number, ImageSource>): string {
  const marks = [...images.keys()].map((number) => `<image ${number}> `).join("");
  return flagevalPrompt({
    question: `${marks}${text}`,
    options: [],
    hasImage: true,
    type: "multiple-choice",
    after: FLAGEVAL_REQUEST,
  });
}

/** Verbatim. */
function evalscopePrompt(question: string, options: number): string {
  return `Answer the following multiple choice question. The last line of your response should be of the following format:\n'ANSWER: [LETTER]' (without quotes) where [LETTER] is one of ${letterList(options)}.\n\n${question}`;
}

/**
 * The rule before GPT-3.5 is asked: a letter alone, or the one option in brackets that is a word of the last paragraph or,
 * failing that, of the reply.
 */
export function blinkChoice(reply: string, labels: readonly string[]): ParsedChoice {
  const alone = /^(?:\((?<inBrackets>[A-E])\)|(?<bare>[A-E]))$/.exec(reply)?.groups;
  const letter = alone?.["inBrackets"] ?? alone?.["bare"];
  if (letter !== undefined) return { letter, guesses: false };
  const named = namedIn(reply, labels);
  const namedLast = namedIn(reply.slice(reply.lastIndexOf("\n\n") + 1), labels);
  const single = namedLast.length === 1 ? namedLast : named;
  return { letter: single.length === 1 ? (single[0] ?? null) : null, guesses: false };
}

function namedIn(text: string, labels: readonly string[]): string[] {
  const words = new Set(pythonWords(text));
  return labels.filter((label) => words.has(`(${label})`));
}
