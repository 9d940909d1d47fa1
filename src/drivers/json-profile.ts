import type { Observation, PolicyAnswer, PolicyInput } from "../contracts/policy.ts";
import { messageOf } from "../support/errors.ts";
import { parseLenientJson } from "../support/lenient-json.ts";
import { actionChunk, answerField } from "./answer.ts";
import { badAnswer } from "./bad-answer.ts";
import { requestObject, requireFiniteState } from "./json-request.ts";
import { rowsOf, tensorFromLists } from "./nested-lists.ts";
import type { Profile } from "./profile.ts";
import { oneLine, pageText, sentence } from "./server-text.ts";

/** What sets one generation of the HTTP JSON servers apart. */
export interface JsonDialect {
  readonly name: string;
  readonly description: string;
  readonly stateDimensions: number;
  /** Of drawn pictures; 224×224, the model's own, unless given. */
  readonly pictureSize?: { readonly width: number; readonly height: number };
  /** The key of the answer's actions. */
  readonly answerKey: string;
  /** What the server cuts its answer to; everything is sent unless given. */
  readonly cut?: { readonly steps: number; readonly dimensions: number };
  requestFields(observation: Observation): Record<string, unknown>;
  /** @throws FvalidateError of kind `input` with the real server's words where they are known */
  readRequest(fields: Readonly<Record<string, unknown>>): Promise<PolicyInput>;
}

const UNCUT = { steps: Number.POSITIVE_INFINITY, dimensions: Number.POSITIVE_INFINITY };

/** A profile of a `POST /infer` server. */
export function jsonProfile(dialect: JsonDialect): Profile {
  const { name, description, stateDimensions, answerKey } = dialect;
  return {
    name,
    description,
    transport: "http",
    fileExtension: "json",
    stateDimensions,
    pictureSize: dialect.pictureSize ?? { width: 224, height: 224 },
    async encodeRequest(observation) {
      requireFiniteState(observation.state);
      return new TextEncoder().encode(JSON.stringify(dialect.requestFields(observation)));
    },
    decodeAnswer(body) {
      const field = answerField(answerObject(body), [answerKey], name);
      return { actions: actionChunk(tensorFromLists(field, answerKey), answerKey) };
    },
    decodeRequest: async (body) => dialect.readRequest(requestObject(body)),
    encodeAnswer: (answer) => answerText(answer, answerKey, dialect.cut ?? UNCUT),
  };
}

function answerObject(body: Uint8Array): Record<string, unknown> {
  if (body.length === 0) throw badAnswer("The answer is empty.");
  const value = parseAnswer(new TextDecoder().decode(body));
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw badAnswer(`The answer is JSON, but ${Array.isArray(value) ? "a list" : "no object"}.`);
  }
  const fields: Record<string, unknown> = { ...value };
  if (fields["success"] !== false) return fields;
  const said = fields["error"] ?? "it gave no reason";
  throw badAnswer(
    sentence(`The server refused: ${oneLine(typeof said === "string" ? said : JSON.stringify(said))}`),
  );
}

function parseAnswer(text: string): unknown {
  try {
    return parseLenientJson(text);
  } catch (error) {
    throw badAnswer(sentence(`The answer is not JSON (${messageOf(error)}); it begins: ${pageText(text)}`));
  }
}

/** Python writes non-finite numbers as bare words, and so does this. */
function answerText(
  { actions }: PolicyAnswer,
  key: string,
  cut: { steps: number; dimensions: number },
): Uint8Array {
  const rows = rowsOf(actions, cut).map((row) => `[${row.map(numberText).join(", ")}]`);
  return new TextEncoder().encode(`{"success": true, "${key}": [[${rows.join(", ")}]]}`);
}

function numberText(value: number): string {
  return Object.is(value, -0) ? "-0.0" : String(value);
}
