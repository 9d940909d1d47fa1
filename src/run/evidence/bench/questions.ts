import { join } from "node:path";
import { readLines } from "../../../support/read-lines.ts";
import { type FrozenQuestion, parseFrozenQuestion } from "../../bench/capsule/frozen-question.ts";
import { capsuleFolder } from "../../bench/capsule/manifest.ts";
import { QUESTIONS_FILE } from "../../bench/capsule/questions.ts";
import type { FoundFlip } from "./found-flip.ts";

/**
 * What the flips' questions ask, by the request's SHA-256.
 * @param most UTF-16 units of each; the question stands at the end of a prompt, behind its examples
 * @throws an error of the system
 */
export async function questionTexts(
  runFolder: string,
  flips: readonly FoundFlip[],
  most: number,
): Promise<Map<string, string>> {
  const wanted = new Set(flips.map(({ request }) => request));
  const texts = new Map<string, string>();
  for await (const { text } of readLines(join(capsuleFolder(runFolder), QUESTIONS_FILE))) {
    const question = parseQuestion(text);
    if (question === null || !wanted.has(question.requestSha256)) continue;
    const words = askedIn(question.request);
    if (words !== null) texts.set(question.requestSha256, endOf(words, most));
  }
  return texts;
}

function parseQuestion(line: string): FrozenQuestion | null {
  try {
    return parseFrozenQuestion(line);
  } catch {
    return null;
  }
}

interface RequestBody {
  readonly prompt?: string;
  readonly messages?: readonly { readonly role: string; readonly content: string | readonly ContentPart[] }[];
}

type ContentPart = { readonly type: "text"; readonly text: string } | { readonly type: "image_url" };

/** The prompt, or the last message of the user; the request stands there from behind the model's name on. */
function askedIn(request: string): string | null {
  const { prompt, messages = [] } = JSON.parse(`{${request.replace(/^,/, "")}`) as RequestBody;
  if (prompt !== undefined) return prompt;
  const content = messages.findLast(({ role }) => role === "user")?.content;
  if (content === undefined || typeof content === "string") return content ?? null;
  return content.map((part) => (part.type === "text" ? part.text : "[picture]")).join("\n");
}

function endOf(text: string, most: number): string {
  return text.length > most ? `… ${text.slice(-most)}` : text;
}
