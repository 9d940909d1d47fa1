import type { HarnessSample } from "../../contracts/harness-output.ts";
import { sha256 } from "../../support/hash.ts";
import { shortened, textOf } from "../files/cells.ts";
import { scoreOf } from "../files/score.ts";
import { verdictOf } from "./judged.ts";
import type { Row } from "./table.ts";

/** What stands in for the reply of a request that failed. */
const FAILED = "Failed to obtain answer";
/** What an evaluation logs where no answer was found in a reply. */
const NOTHING_FOUND = /Failed in Prefetch, no GPT|Failed to predict, thus randomly generate/;
const RANDOM = "randomly generate";
const FOUND = ["extracted", "extracted_answer", "extract_answer", "eval_pred", "parsed_answer", "res"];
const OPTIONS = /^(question|hint|[A-Z])$/;

export function sampleOf(row: Row, verdict: string): HarnessSample {
  const reply = textOf(row["prediction"]);
  const hasFailed = reply?.startsWith(FAILED) === true;
  const unparsed = !hasFailed && NOTHING_FOUND.test(String(row["log"] ?? ""));
  const found = FOUND.map((column) => textOf(row[column])).find((text) => text !== null && text !== "");
  return {
    id: String(textOf(row["index"])),
    contentSha256: contentHash(row),
    repeat: 0,
    ...(hasFailed
      ? { score: null, error: `the request failed: ${shortened(reply)}` }
      : scoreOf(verdictOf(row[verdict]))),
    reply: hasFailed ? null : reply,
    prediction: hasFailed || unparsed ? null : (found ?? null),
    gold: textOf(row["answer"]),
    truncated: null,
    unparsed,
    category: textOf(row["category"]),
    cluster: null,
    completionTokens: null,
  };
}

/** Whether the harness drew the answer at random, where it found none. */
export function isGuessed(row: Row): boolean {
  return String(row["log"] ?? "").includes(RANDOM);
}

/** Of the question, its hint and its options: the picture is not in the output. Numbers may be texts in text tables. */
function contentHash(row: Row): string | null {
  const parts = Object.entries(row).filter(([name, cell]) => OPTIONS.test(name) && textOf(cell)?.trim());
  if (parts.length === 0) return null;
  const plain = parts.map(([name, cell]) => [name, plainText(String(textOf(cell)))]);
  return sha256(JSON.stringify(plain.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1))));
}

function plainText(text: string): string {
  return /^-?\d+(\.\d+)?$/.test(text) ? String(Number(text)) : text;
}
