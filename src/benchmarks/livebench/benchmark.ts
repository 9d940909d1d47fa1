import type { Benchmark, DataRow, HubDataSet, Question, Score } from "../../contracts/benchmark.ts";
import { userMessage } from "../choice/messages.ts";
import { badCell, filledTexts, optionalText, textCell } from "../rows/cells.ts";
import { optionValue } from "./amc.ts";
import { type LiveBenchGold, ScoringFailure } from "./scorer.ts";
import { SCORERS, type ScorerName, scorerFor } from "./scorers.ts";

const CATEGORIES = ["math", "reasoning", "language", "data_analysis", "coding", "instruction_following"];
const FILES = ["data/test-*.parquet"];

/** One of the dated sets of questions. */
export interface LiveBenchRelease {
  readonly name: string;
  readonly cardName: string;
  /** `YYYY-MM-DD`: asked are the questions that were released by then and not removed by then. */
  readonly release: string;
  /** Questions of the release in all categories. */
  readonly rows: number;
}

export function liveBenchOf({ name, cardName, release, rows }: LiveBenchRelease): Benchmark<LiveBenchGold> {
  const [first, ...others] = CATEGORIES.map((category) => ({ id: `livebench/${category}`, files: FILES }));
  return {
    name,
    cardName,
    description: `Dated tasks of many kinds, release ${release}; the mean of the tasks' means, not of the categories'.`,
    modality: "text",
    questions: {
      huggingFace: { ...(first as HubDataSet), others },
      modelScope: null,
      columns: ["question_id", "task", "turns", "livebench_release_date"],
      rows,
    },
    numFewshot: 0,
    templates: { official: "The question's own text, which says how to answer." },
    extractions: ["official"],
    sampling: { temperature: 0, maxTokens: 4096 },
    aggregation: "macro of categories",
    unsupported:
      "coding and instruction_following, and of the other categories AMPS_Hard and tablereformat, whose official scoring needs a sandbox, a language model or pandas",
    question: (row) => (isAsked(row, release) ? questionOf(row) : null),
    score,
  };
}

function isAsked(row: DataRow, release: string): boolean {
  const removed = dateOf(row, "livebench_removal_date") ?? "";
  const released = dateOf(row, "livebench_release_date") ?? badCell(row, "livebench_release_date", "a date");
  return released <= release && (removed === "" || removed > release);
}

/** The day of a date or of a moment. */
function dateOf(row: DataRow, column: string): string | null {
  return optionalText(row, column)?.slice(0, "YYYY-MM-DD".length) ?? null;
}

function questionOf(row: DataRow): Question<LiveBenchGold> | null {
  const task = textCell(row, "task");
  const scorer = scorerFor(task, optionalText(row, "subtask"), dateOf(row, "livebench_release_date") ?? "");
  if (scorer === null) return null;
  const [turn] = filledTexts(row, "turns");
  const answer = goldText(row);
  return {
    id: textCell(row, "question_id"),
    category: task,
    cluster: null,
    messages: userMessage(turn ?? badCell(row, "turns", "a question")),
    gold: { scorer, answer, value: scorer === "amc" ? optionValue(turn ?? "", answer) : null },
  };
}

/** Lists and dictionaries, which some files hold as such, become JSON. */
function goldText(row: DataRow): string {
  const cell = row.cells["ground_truth"];
  return typeof cell === "object" && cell !== null ? JSON.stringify(cell) : textCell(row, "ground_truth");
}

function score(reply: string, { gold }: { readonly gold: LiveBenchGold }): Score {
  const scorer = SCORERS[gold.scorer as ScorerName];
  const answer = withoutThinking(reply);
  if (answer === null) return { prediction: null, score: 0 };
  try {
    return scorer(answer, gold);
  } catch (error) {
    if (error instanceof ScoringFailure) return { prediction: null, score: 0 };
    throw error;
  }
}

const OPENED = "<think>";
const CLOSED = "</think>";

/**
 * LiveBench deletes closed blocks only, and keeps what stands around them. A block that is never closed holds no
 * answer here: `null`.
 */
function withoutThinking(reply: string): string | null {
  let kept = "";
  let from = 0;
  for (let open = reply.indexOf(OPENED); open !== -1; open = reply.indexOf(OPENED, from)) {
    const close = reply.indexOf(CLOSED, open);
    if (close === -1) return null;
    kept += reply.slice(from, open);
    from = close + CLOSED.length;
  }
  return kept + reply.slice(from);
}
