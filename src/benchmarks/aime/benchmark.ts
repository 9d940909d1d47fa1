import type {
  Benchmark,
  DataRow,
  DataSource,
  Message,
  Question,
  QuestionContext,
} from "../../contracts/benchmark.ts";
import { lastBoxed } from "../math/boxed.ts";
import { filledText, optionalText, rowProblem } from "../rows/cells.ts";
import { aimeInteger, scoreAime } from "./score.ts";

/** The right integer as digits. */
export type AimeGold = string;

const TEMPLATES = {
  evalscope: "evalscope's aime24 and aime25: step by step, the answer in a box.",
  qwen: "The instruction of Qwen's reports after the problem: reason step by step, the answer in a box.",
  "lm-eval": "lm-eval's aime24 and aime25: Question and Answer, without an instruction.",
} as const;

/** One year's thirty problems. */
export function aime(
  year: number,
  source: Pick<DataSource, "huggingFace" | "modelScope">,
): Benchmark<AimeGold> {
  const name = `aime${year % 100}`;
  return {
    name,
    cardName: `AIME${year % 100}`,
    description: `The 30 problems of the American Invitational Mathematics Examination ${year}: integers from 0 to 999.`,
    modality: "text",
    questions: { ...source, columns: ["problem|Problem|question|Question"], rows: 30 },
    numFewshot: 0,
    templates: TEMPLATES,
    extractions: ["official", "strict"],
    sampling: { temperature: 0, maxTokens: 32768 },
    aggregation: "micro",
    question: (row, context) => questionOf(row, context, year),
    score: (reply, { gold }, extraction) => scoreAime(reply, gold, extraction),
  };
}

/** Problems without an id of their own are told apart by their place. */
function questionOf(row: DataRow, context: QuestionContext, year: number): Question<AimeGold> {
  const problem = filledText(row, "problem", "Problem", "question", "Question");
  const id = optionalText(row, "id", "ID", "problem_idx") ?? String(row.index);
  return {
    id: `${year}-${id}`,
    category: null,
    cluster: null,
    messages: promptOf(problem, context.template),
    gold: goldOf(row),
  };
}

/** Some editions publish `\boxed{204}`, and in the column of the solutions. */
function goldOf(row: DataRow): AimeGold {
  const published = [
    ["answer", "Answer"],
    ["solution", "Solution"],
  ].map((names) => optionalText(row, ...names));
  const text = published.find((cell) => cell !== null && cell.trim() !== "") ?? "";
  const value = aimeInteger(lastBoxed(text) ?? text);
  if (value === null) throw rowProblem(row, "has no answer that is an integer from 0 to 999");
  return String(value);
}

function promptOf(problem: string, template: string): readonly Message[] {
  return [{ role: "user", parts: [{ kind: "text", text: textOf(problem, template) }] }];
}

function textOf(problem: string, template: string): string {
  if (template === "lm-eval") return `Question: ${problem}\nAnswer:`;
  if (template === "qwen")
    return `${problem}\nPlease reason step by step, and put your final answer within \\boxed{}.`;
  return `\nSolve the following math problem step by step. Put your answer inside \\boxed{}.\n\n${problem}\n\nRemember to put your answer inside \\boxed{}.`;
}
