import { type Buffer, isUtf8 } from "node:buffer";
import type { Json } from "../../contracts/benchmark.ts";
import type { ChatApi, ChatFailure, ChatReply } from "../../contracts/chat.ts";
import { messageOf } from "../../support/errors.ts";
import { parseLenientJson } from "../../support/lenient-json.ts";
import { oneLine, pageText } from "../server-text.ts";
import { errorWords, type JsonObject, objectOf } from "./server-words.ts";

/** What a response with status 200 holds. */
export type Reading =
  | { readonly state: "answered"; readonly reply: ChatReply }
  | {
      readonly state: "unusable";
      readonly kind: ChatFailure["kind"];
      readonly message: string;
      /** An error's status, where one stands in the response. */
      readonly status: number | null;
    };

export interface ReplyForm {
  readonly api: ChatApi;
  /** Names under which the asked model may answer. */
  readonly names: ReadonlySet<string>;
}

/** What is known of a reply without reading it. */
export type Delivery = Pick<ChatReply, "latencyMilliseconds" | "attempts">;

/** Reads a response with status 200. Only what is an answer in every respect becomes one. */
export function readReply(body: Buffer, { api, names }: ReplyForm, delivery: Delivery): Reading {
  const parsed = parse(body);
  if (parsed.state !== "parsed") return parsed;
  const { value } = parsed;
  const error = errorIn(value);
  if (error !== null) return error;
  const model = value["model"];
  if (typeof model === "string" && !names.has(model)) return wrongModel(model, names);
  const choices = value["choices"];
  if (!Array.isArray(choices)) return malformed('There is no list "choices" in the response.');
  const choice = objectOf(choices[0]);
  if (choice === null) return unusable("empty", 'The response\'s "choices" are empty.');
  return errorIn(choice) ?? readChoice({ choice, api, usage: objectOf(value["usage"]), delivery });
}

type Parsed = { readonly state: "parsed"; readonly value: JsonObject };

function parse(body: Buffer): Parsed | Reading {
  if (body.length === 0) return unusable("empty", "The response is empty.");
  if (!isUtf8(body)) return malformed("The response is not UTF-8 text.");
  const text = body.toString("utf8");
  try {
    const value = objectOf(parseLenientJson(text));
    return value === null
      ? malformed(`The response is no JSON object: ${oneLine(text)}`)
      : { state: "parsed", value };
  } catch (error) {
    return malformed(`The response is not JSON (${messageOf(error)}); it begins: ${pageText(text)}`);
  }
}

/** Some servers send their errors with status 200: their words must never become an answer. */
function errorIn(value: JsonObject): Reading | null {
  const error = value["error"] ?? null;
  const isError = error !== null || value["object"] === "error" || isDetailAlone(value);
  if (!isError) return null;
  const code = objectOf(error)?.["code"] ?? value["code"];
  const status = Number(code) >= 400 && Number(code) < 600 ? Number(code) : null;
  const words = errorWords(value) ?? "it gives no reason";
  return { state: "unusable", kind: "status", status, message: `The response holds an error: ${words}` };
}

function isDetailAlone(value: JsonObject): boolean {
  return value["choices"] === undefined && value["detail"] !== undefined;
}

interface Choice {
  readonly choice: JsonObject;
  readonly api: ChatApi;
  readonly usage: JsonObject | null;
  readonly delivery: Delivery;
}

/** Said by servers that gave up in the midst of an answer, without any other error. */
const BROKEN_OFF: readonly unknown[] = ["abort", "error"];

function readChoice({ choice, api, usage, delivery }: Choice): Reading {
  const reason = choice["finish_reason"] ?? null;
  if (BROKEN_OFF.includes(reason)) {
    return malformed(`The server broke off the answer (finish reason "${String(reason)}").`);
  }
  const found = api === "chat" ? chatText(objectOf(choice["message"]), reason) : completionText(choice);
  if ("state" in found) return found;
  const logprobs = choice["logprobs"] ?? null;
  const reply = {
    text: found.text,
    reasoning: found.reasoning,
    finishReason: typeof reason === "string" ? reason : null,
    promptTokens: countOf(usage?.["prompt_tokens"]),
    completionTokens: countOf(usage?.["completion_tokens"]),
    latencyMilliseconds: delivery.latencyMilliseconds,
    attempts: delivery.attempts,
  };
  return { state: "answered", reply: logprobs === null ? reply : { ...reply, logprobs: logprobs as Json } };
}

interface Texts {
  readonly text: string;
  readonly reasoning: string | null;
}

function completionText({ text }: JsonObject): Texts | Reading {
  return typeof text === "string"
    ? { text, reasoning: null }
    : malformed('There is no "text" in the choice.');
}

function chatText(message: JsonObject | null, reason: unknown): Texts | Reading {
  if (message === null) return malformed('There is no "message" in the choice.');
  const reasoning = textOf(message["reasoning_content"]) ?? textOf(message["reasoning"]);
  const content = message["content"] ?? null;
  if (content === null) {
    // All tokens went into reasoning, or the model ended at once: an answer that says nothing.
    const isAnswer = reasoning !== null || typeof reason === "string";
    return isAnswer ? { text: "", reasoning } : unusable("empty", "The message has no content.");
  }
  const text = typeof content === "string" ? content : joinParts(content);
  return text === null
    ? malformed('The message\'s "content" is neither text nor a list of parts.')
    : { text, reasoning };
}

/** `null` for a list that holds anything but parts. Parts of other kinds, such as thinking, are no answer. */
function joinParts(content: unknown): string | null {
  if (!Array.isArray(content)) return null;
  const texts = content.map((part) => (typeof part === "string" ? part : partText(objectOf(part))));
  return texts.includes(null) ? null : texts.join("");
}

function partText(part: JsonObject | null): string | null {
  if (part === null || typeof part["type"] !== "string") return null;
  if (part["type"] !== "text" && part["type"] !== "output_text") return "";
  return typeof part["text"] === "string" ? part["text"] : null;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function countOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function wrongModel(model: string, names: ReadonlySet<string>): Reading {
  const [asked] = names;
  return unusable(
    "wrong model",
    `The answer comes from the model "${oneLine(model)}", but "${asked}" was asked.`,
  );
}

function malformed(message: string): Reading {
  return unusable("malformed", message);
}

function unusable(kind: ChatFailure["kind"], message: string): Reading {
  return { state: "unusable", kind, message, status: null };
}
