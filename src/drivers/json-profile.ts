import { Buffer } from "node:buffer";
import type { Observation, PolicyAnswer, PolicyInput } from "../contracts/policy.ts";
import { messageOf } from "../support/errors.ts";
import { parseLenientJson } from "../support/lenient-json.ts";
import { actionsFromLists, answerField, badAnswer, listsFromAnswer } from "./answer.ts";
import type { Profile } from "./profile.ts";

/** What sets one generation of the HTTP JSON servers apart. */
export interface JsonDialect {
  readonly name: string;
  readonly description: string;
  readonly stateDimensions: number;
  /** Of drawn pictures; 224×224, the model's own, unless given. */
  readonly pictureSize?: { readonly width: number; readonly height: number };
  /** The key of the answer's actions. */
  readonly answerKey: string;
  /** What the server cuts its answer to; Infinity for all. */
  readonly cut: { readonly steps: number; readonly dimensions: number };
  requestFields(observation: Observation): Record<string, unknown>;
  /** @throws FvalidateError of kind `input` with the real server's words where they are known */
  readRequest(fields: Readonly<Record<string, unknown>>): Promise<PolicyInput>;
}

/** A profile of a `POST /infer` server. */
export function jsonProfile(dialect: JsonDialect): Profile {
  const { name, description, stateDimensions, answerKey, cut } = dialect;
  return {
    name,
    description,
    transport: "http",
    fileExtension: "json",
    stateDimensions,
    pictureSize: dialect.pictureSize ?? { width: 224, height: 224 },
    encodeRequest: async (observation) => encodeJson(dialect.requestFields(observation)),
    decodeAnswer: (body) => ({
      actions: actionsFromLists(answerField(readAnswer(body), answerKey, name), answerKey),
    }),
    decodeRequest: async (body) => dialect.readRequest(requestObject(body)),
    encodeAnswer: (answer) => encodeAnswer(answer, answerKey, cut),
  };
}

function encodeJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

function readAnswer(body: Uint8Array): Record<string, unknown> {
  if (body.length === 0) throw badAnswer("The answer is empty.");
  const value = parseAnswer(new TextDecoder().decode(body));
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw badAnswer("The answer is JSON, but not an object.");
  }
  const fields: Record<string, unknown> = { ...value };
  if (fields["success"] === false) {
    throw badAnswer(`The server refused the request: ${String(fields["error"] ?? "it gave no reason")}`);
  }
  return fields;
}

function parseAnswer(text: string): unknown {
  try {
    return parseLenientJson(text);
  } catch (error) {
    const start = JSON.stringify(text.slice(0, 80));
    throw badAnswer(`The answer is not JSON (${messageOf(error)}); it begins with ${start}.`);
  }
}

function requestObject(body: Uint8Array): Record<string, unknown> {
  const value: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** Python writes non-finite numbers as bare words, which no JSON writer of ours would. */
function encodeAnswer(answer: PolicyAnswer, key: string, cut: JsonDialect["cut"]): Uint8Array {
  const rows = listsFromAnswer(answer, cut).map(
    (chunk) => `[${chunk.map((row) => `[${row.join(", ")}]`).join(", ")}]`,
  );
  return new TextEncoder().encode(`{"success": true, "${key}": [${rows.join(", ")}]}`);
}
