import { scoreAime, scoreAmc } from "./amc.ts";
import { scoreColumnType } from "./column-type.ts";
import { scoreConnections, scoreConnectionsBold } from "./connections.ts";
import { scoreConsecutiveEvents } from "./consecutive-events.ts";
import { scoreHouseTraversal } from "./house-traversal.ts";
import { scoreOlympiad } from "./olympiad.ts";
import { scorePlotUnscrambling } from "./plot-unscrambling.ts";
import type { LiveBenchScorer } from "./scorer.ts";
import { scoreSpatial } from "./spatial.ts";
import { scoreTableJoin } from "./table-join.ts";
import { scoreTypos } from "./typos.ts";
import { scoreWebOfLies, scoreWebOfLiesV3 } from "./web-of-lies.ts";
import { scoreZebraPuzzle, scoreZebraPuzzleWord } from "./zebra-puzzle.ts";

/** Every way of scoring by name. A new one is one file and one line here. */
export const SCORERS = {
  amc: scoreAmc,
  aime: scoreAime,
  olympiad: scoreOlympiad,
  web_of_lies_v2: scoreWebOfLies,
  web_of_lies_v3: scoreWebOfLiesV3,
  zebra_puzzle: scoreZebraPuzzle,
  zebra_puzzle_word: scoreZebraPuzzleWord,
  spatial: scoreSpatial,
  house_traversal: scoreHouseTraversal,
  connections: scoreConnections,
  connections_bold: scoreConnectionsBold,
  typos: scoreTypos,
  plot_unscrambling: scorePlotUnscrambling,
  cta: scoreColumnType,
  tablejoin: scoreTableJoin,
  consecutive_events: scoreConsecutiveEvents,
} as const satisfies Readonly<Record<string, LiveBenchScorer>>;

export type ScorerName = keyof typeof SCORERS;

/** From this release on puzzles ask for a list in a solution's marks. */
const LISTED_SINCE = "2024-11-25";

/**
 * How LiveBench scores a question.
 * @param released the question's own release, `YYYY-MM-DD`
 * @returns `null` for tasks that are not scored here
 */
export function scorerFor(task: string, subtask: string | null, released: string): ScorerName | null {
  const competition = (subtask ?? task).split("_");
  const [contest = "", series = ""] = competition;
  if (contest === "amc" || contest === "smc" || series === "amc") return "amc";
  if (contest === "aime") return "aime";
  if (contest === "imo" || contest === "usamo") return "olympiad";
  if (task.includes("zebra_puzzle")) return released < LISTED_SINCE ? "zebra_puzzle_word" : "zebra_puzzle";
  if (task === "connections") return released < LISTED_SINCE ? "connections_bold" : "connections";
  return isScorer(task) ? task : null;
}

function isScorer(name: string): name is ScorerName {
  return Object.hasOwn(SCORERS, name);
}
