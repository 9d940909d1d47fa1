import { FvalidateError } from "../support/errors.ts";
import { parseLenientJson } from "../support/lenient-json.ts";

const MAXIMUM_TEXT = 300;

/** A status other than 200, with what the server's page or JSON says of it. */
export function describeHttpError(failed: {
  address: string;
  question: string;
  status: number;
  body: Uint8Array;
}): FvalidateError {
  const { address, question, status, body } = failed;
  const text = errorText(new TextDecoder().decode(body));
  const said = text === "" ? "" : `: ${text}`;
  return new FvalidateError("stack", `${address} (${question}) answered with HTTP status ${status}${said}.`, {
    hint:
      HINTS[status] ??
      (status >= 500 ? "The server failed: its log holds the traceback." : "Check the profile."),
  });
}

const HINTS: Readonly<Record<number, string>> = {
  404: "There is no such route: check the port, the path and the profile.",
  405: "The route takes no POST: check the port, the path and the profile.",
  400: "The server does not take this request: check that the profile is the one it speaks.",
  503: "The server runs but has not loaded its model yet: wait and run again.",
};

/** The sentence in an error page: the JSON's `error`, the HTML's title and first paragraph, or the text itself. */
function errorText(body: string): string {
  const sentence = jsonError(body) ?? (/<html|<!doctype/i.test(body) ? htmlText(body) : body);
  const line = sentence.replace(/\s+/g, " ").trim().replace(/\.$/, "");
  return line.length > MAXIMUM_TEXT ? `${line.slice(0, MAXIMUM_TEXT)}…` : line;
}

function jsonError(body: string): string | null {
  try {
    const value = parseLenientJson(body);
    if (typeof value !== "object" || value === null) return null;
    const { error, message, detail } = { error: null, message: null, detail: null, ...value };
    const said: unknown = error ?? message ?? detail;
    return said === null ? null : typeof said === "string" ? said : JSON.stringify(said);
  } catch {
    return null;
  }
}

function htmlText(page: string): string {
  const title = /<title[^>]*>(.*?)<\/title>/is.exec(page)?.[1] ?? "";
  const paragraph = /<p[^>]*>(.*?)<\/p>/is.exec(page)?.[1] ?? "";
  return [title, paragraph]
    .map((part) => part.replace(/<[^>]*>/g, " ").trim())
    .filter((part) => part !== "")
    .join(": ");
}
