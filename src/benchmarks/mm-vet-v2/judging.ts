import type { Judging } from "../../contracts/benchmark.ts";
import { pythonStrip } from "../../support/python/text.ts";
import { withoutReasoning } from "../extraction/reasoning.ts";
import { asked } from "../vision/choice.ts";
import type { MmVetGold } from "./question.ts";

const HEAD = [
  "Grade an AI model's answer to a question about pictures. `<image>` stands where a picture was shown.",
  "In the reference, parts joined by <AND> must all be in the answer for full marks, each being worth its share; of parts joined by <OR> any one is enough.",
  "The grade is one of 0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9 and 1.0: 0.0 is entirely wrong, 1.0 entirely right. Judge what the answer says, not how it says it.",
  "",
  "Examples:",
  "",
  "| Question | Reference | Answer | Grade |",
  "| --- | --- | --- | --- |",
  "| Which numbers are on the dice?<image> | 2 <AND> 6 | It shows a 4. | 0.0 |",
  "| Which numbers are on the dice?<image> | 2 <AND> 6 | One of them shows a 2. | 0.5 |",
  "| Which numbers are on the dice?<image> | 2 <AND> 6 | A six, and perhaps a three. | 0.5 |",
  "| Which numbers are on the dice?<image> | 2 <AND> 6 | They show two and six. | 1.0 |",
  "| What is the man holding?<image> | mug <OR> cup | He holds a white coffee mug. | 1.0 |",
  "| Why is this sign funny?<image> | The sign warns that it has sharp edges and that, besides, the bridge ahead is out: it puts the trifling danger first and the deadly one last. | The sign says that its edges are sharp. | 0.4 |",
  "| Why is this sign funny?<image> | The sign warns that it has sharp edges and that, besides, the bridge ahead is out: it puts the trifling danger first and the deadly one last. | A missing bridge could kill you, yet the sign makes it an afterthought to a warning about its own edges. | 1.0 |",
  "",
  "Grade this one:",
  "",
].join("\n");
const REQUEST = 'Reply with JSON and nothing else, in this form: {"score": 0.7}';

/** The official code raises the temperature by a half until it would be 2. */
const ATTEMPTS = 4;
const STEP = 0.5;

const BARE_NUMBER = /^(?:0(?:\.\d+)?|\.\d+|1(?:\.0*)?)(?=\s|$|\|)/;
const OBJECT = /\{[^{}]*\}/;

/** MM-Vet's grading by a table of examples, in words of its own: a grade in tenths. */
export const mmVetJudging: Judging<MmVetGold> = {
  attempts: ATTEMPTS,
  messages: ({ gold }, reply) => {
    const reference = gold.answer.replaceAll("<AND>", " <AND> ").replaceAll("<OR>", " <OR> ");
    const cells = [gold.question, reference, withoutReasoning(reply).answer].map(inOneLine);
    return asked([{ kind: "text", text: `${HEAD}| ${cells.join(" | ")} |\n\n${REQUEST}` }]);
  },
  sampling: (attempt) => ({ temperature: Math.min(attempt, ATTEMPTS - 1) * STEP, maxTokens: 1024 }),
  parse: (verdict) => {
    const text = pythonStrip(withoutReasoning(verdict).answer);
    const object = OBJECT.exec(text.slice(0, 2000))?.[0];
    const score = object === undefined ? bareNumber(text) : scoreIn(object);
    return score !== null && score >= 0 && score <= 1 ? score : null;
  },
};

function inOneLine(text: string): string {
  return pythonStrip(text).replaceAll("\n", "<br>");
}

function bareNumber(text: string): number | null {
  const number = BARE_NUMBER.exec(text)?.[0];
  return number === undefined ? null : Number(number);
}

function scoreIn(object: string): number | null {
  try {
    const score: unknown = JSON.parse(object)?.score;
    return typeof score === "number" ? score : null;
  } catch {
    return null;
  }
}
