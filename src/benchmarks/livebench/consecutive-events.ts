import { parsePythonJson } from "../../support/python/json.ts";
import { pythonRound } from "../../support/python/number.ts";
import { pythonStrip } from "../../support/python/text.ts";
import { lastLongSolution } from "./passages.ts";
import { type LiveBenchScorer, ScoringFailure, scored } from "./scorer.ts";

const DECIMALS = 4;
type Months = ReadonlyMap<unknown, unknown>;

/** Users with their longest growth: the share of users that both lists have with the same months (Jaccard). */
export const scoreConsecutiveEvents: LiveBenchScorer = (reply, { answer }) => {
  const solution = lastLongSolution(reply, { anyCase: true });
  const gold = jsonOf(answer);
  const found = solution === null ? null : jsonOf(pythonStrip(solution));
  if (gold === undefined || found === undefined || found === null) return scored(null, 0);
  const text = JSON.stringify(found);
  if (isEmpty(gold) || isEmpty(found)) return scored(text, isEmpty(gold) && isEmpty(found) ? 1 : 0);
  return scored(text, jaccard(monthsOf(gold), monthsOf(found)));
};

function jaccard(gold: Months, found: Months): number {
  const right = [...gold].filter(([user, months]) => found.has(user) && found.get(user) === months).length;
  const union = right + (found.size - right) + (gold.size - right);
  return union === 0 ? 0 : pythonRound(right / union, DECIMALS);
}

function monthsOf(list: unknown): Months {
  const items = typeof list === "object" && list !== null ? Object.values(list) : null;
  if (items === null) {
    if (typeof list === "string") return new Map();
    throw new ScoringFailure("no list of users");
  }
  const months = new Map<unknown, unknown>();
  if (!Array.isArray(list)) return months;
  for (const item of items) {
    if (typeof item !== "object" || item === null || !Object.hasOwn(item, "user_id")) continue;
    const { user_id: user, max_consecutive_growth_months: growth = null } = item;
    if (typeof user === "object" && user !== null) throw new ScoringFailure("a user that is a list");
    months.set(user, growth);
  }
  return months;
}

function isEmpty(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return !value && !Number.isNaN(value);
}

/** `undefined` for what is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return parsePythonJson(text);
  } catch {
    return undefined;
  }
}
