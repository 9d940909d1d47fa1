import { STATUS_CODES } from "node:http";
import { parseLenientJson } from "../../support/lenient-json.ts";
import { oneLine, pageText } from "../server-text.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

export function objectOf(value: unknown): JsonObject | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/** `null` for what is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return parseLenientJson(text);
  } catch {
    return null;
  }
}

/** What a server says of an error in JSON, whichever of their forms it takes; `null` where that says nothing. */
export function errorWords(value: unknown): string | null {
  if (typeof value === "string") return value === "" ? null : oneLine(value);
  const object = objectOf(value);
  if (object === null) return null;
  const said = object["error"] ?? object["message"] ?? object["detail"];
  if (said === undefined || said === null) return null;
  return errorWords(said) ?? oneLine(JSON.stringify(said));
}

/** `HTTP status 400 Bad Request: what the server says of it`. */
export function statusWords(status: number, body: Uint8Array): string {
  const named = `HTTP status ${status} ${STATUS_CODES[status] ?? ""}`.trim();
  const text = new TextDecoder().decode(body);
  const said = errorWords(jsonOf(text)) ?? pageText(text);
  return said === "" ? named : `${named}: ${said}`;
}
