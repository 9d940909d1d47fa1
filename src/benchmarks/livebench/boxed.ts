import { afterLast } from "../../support/python/text.ts";
import { ScoringFailure } from "./scorer.ts";

const BOXED = "\\boxed";
const BOXED_SPACE = "\\boxed ";
const BOXED_BRACE = "\\boxed{";

/**
 * What LiveBench takes from the last box: its content, or after `\boxed ` what follows up to a dollar sign.
 * @returns `null` where there is no box or none that is closed
 * @throws ScoringFailure where LiveBench does not recognise the box that it found
 */
export function lastBoxed(text: string): string | null {
  if (text.includes(BOXED_SPACE)) return afterLast(text, BOXED_SPACE).split("$")[0] ?? "";
  const at = text.includes(BOXED) ? text.lastIndexOf(BOXED) : text.lastIndexOf("\\fbox");
  const end = at === -1 ? null : closingBrace(text, at);
  if (end === null) return null;
  return contentOf(
    text
      .slice(at, end + 1)
      .replaceAll("$", "")
      .replaceAll("fbox", "boxed"),
  );
}

function contentOf(box: string): string {
  if (box.includes(BOXED_SPACE) && box.startsWith(BOXED_SPACE)) return box.slice(BOXED_SPACE.length);
  if (!box.includes(BOXED_SPACE) && box.startsWith(BOXED_BRACE)) return box.slice(BOXED_BRACE.length, -1);
  throw new ScoringFailure(`unrecognised box ${box.slice(0, 20)}`);
}

function closingBrace(text: string, from: number): number | null {
  let open = 0;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === "{") open += 1;
    if (character !== "}") continue;
    open -= 1;
    if (open === 0) return at;
  }
  return null;
}

/** Doubled backslashes as some replies have them, before a box is looked for. */
export function withBoxesForFrames(reply: string): string {
  return reply.replaceAll("\\\\fbox{", "\\\\boxed{");
}

/** A box's text without `\text{`, closing braces and backslashes. */
export function plainBox(content: string): string {
  return content.replaceAll("\\text{", "").replaceAll("}", "").replaceAll("\\", "");
}
