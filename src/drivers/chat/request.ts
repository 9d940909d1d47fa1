import { Buffer } from "node:buffer";
import type { Json, Message, Sampling } from "../../contracts/benchmark.ts";
import type { ChatApi, RequestRest } from "../../contracts/chat.ts";
import { FvalidateError } from "../../support/errors.ts";
import { sha256 } from "../../support/hash.ts";
import { imageType } from "./image-type.ts";

/** A part whose picture has been read. A video is sent as its pictures. */
export type ResolvedPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "image"; readonly bytes: Uint8Array };

export interface ResolvedMessage {
  readonly role: Message["role"];
  readonly parts: readonly ResolvedPart[];
}

export interface RequestContent {
  readonly api: ChatApi;
  readonly messages: readonly ResolvedMessage[];
  readonly sampling: Sampling;
  /** The server's seed for drawing tokens. */
  readonly seed: number | null;
  /** Alternatives per token to report; absent: no log probabilities at all. */
  readonly topLogprobs?: number;
  /** What one kind of server takes besides, such as `chat_template_kwargs` or `top_k`. */
  readonly extra?: Readonly<Record<string, Json>>;
}

/** What decides how a request is read and answered, so that nobody may set it in passing. */
const RESERVED = ["model", "messages", "prompt", "n", "best_of", "stream", "stream_options"];

/**
 * Builds a request's bytes but for the model's name. The same content gives the same bytes, always.
 * @throws FvalidateError of kind `input` for a picture of an unknown format, `usage` for what the API cannot carry
 */
export function requestRest(content: RequestContent): RequestRest {
  const body = bodyOf(content);
  if (content.extra !== undefined) Object.assign(body, checkedExtra(content.extra, body));
  const rest = Buffer.from(JSON.stringify(body));
  // The opening brace stands before the model's name; its place takes the comma after it.
  rest.write(",");
  return rest;
}

function bodyOf({ api, messages, sampling, seed, topLogprobs }: RequestContent): Record<string, Json> {
  const { temperature, maxTokens, topP, stop } = sampling;
  const body: Record<string, Json> =
    api === "chat" ? { messages: messages.map(chatMessage) } : { prompt: promptOf(messages) };
  body["max_tokens"] = maxTokens;
  body["temperature"] = temperature;
  if (topP !== undefined) body["top_p"] = topP;
  if (stop !== undefined && stop.length > 0) body["stop"] = stop;
  if (seed !== null) body["seed"] = seed;
  if (topLogprobs !== undefined) Object.assign(body, logprobsAsked(api, topLogprobs));
  return body;
}

/** Of the bytes that both arms are sent. */
export function requestSha256(rest: RequestRest): string {
  return sha256(rest);
}

function logprobsAsked(api: ChatApi, topLogprobs: number): Record<string, Json> {
  return api === "chat" ? { logprobs: true, top_logprobs: topLogprobs } : { logprobs: topLogprobs };
}

function checkedExtra(extra: Readonly<Record<string, Json>>, body: object): Readonly<Record<string, Json>> {
  const taken = Object.keys(extra).find((key) => RESERVED.includes(key) || Object.hasOwn(body, key));
  if (taken === undefined) return extra;
  throw new FvalidateError("usage", `The request's "${taken}" cannot be set as an extra parameter.`, {
    hint: "It is set by the benchmark, by the suite or by an option of its own.",
  });
}

function chatMessage({ role, parts }: ResolvedMessage): Json {
  const isText = parts.every(({ kind }) => kind === "text");
  return { role, content: isText ? textOf(parts) : parts.map(chatPart) };
}

function chatPart(part: ResolvedPart): Json {
  if (part.kind === "text") return { type: "text", text: part.text };
  return { type: "image_url", image_url: { url: dataUrl(part.bytes) } };
}

function dataUrl(bytes: Uint8Array): string {
  const type = imageType(bytes);
  if (type !== null) {
    const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
    return `data:${type};base64,${base64}`;
  }
  throw new FvalidateError("input", "A picture is neither PNG, JPEG, GIF, WebP nor BMP.", {
    hint: "A broken picture is never left out: give the real file.",
  });
}

/** Messages apart by a blank line: there is no template between. */
function promptOf(messages: readonly ResolvedMessage[]): string {
  if (messages.some(({ parts }) => parts.some(({ kind }) => kind === "image"))) {
    throw new FvalidateError("usage", "The completions API takes no pictures.", {
      hint: "Ask benchmarks with pictures over the chat API.",
    });
  }
  return messages.map(({ parts }) => textOf(parts)).join("\n\n");
}

function textOf(parts: readonly ResolvedPart[]): string {
  return parts.map((part) => (part.kind === "text" ? part.text : "")).join("\n");
}
