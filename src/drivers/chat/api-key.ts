import { FvalidateError } from "../../support/errors.ts";

/** Shorter ones are placeholders such as `EMPTY` or `none`, and ordinary words in a server's messages. */
const SHORTEST_SECRET = 8;

/** The same headers for every request to every server. */
export function headersWith(apiKey: string | null): readonly string[] {
  const headers = ["content-type", "application/json", "user-agent", "fvalidate"];
  const key = apiKey?.trim() ?? "";
  if (key === "") return headers;
  if (/^[\x21-\x7e]+$/.test(key)) return [...headers, "authorization", `Bearer ${key}`];
  throw new FvalidateError("usage", "The API key holds a blank or a character that no header can carry.", {
    hint: "Check the environment variable that it is read from.",
  });
}

/** Takes the key out of what a server said: some repeat it when they refuse it. */
export function keyHider(apiKey: string | null): (text: string) => string {
  const key = apiKey?.trim() ?? "";
  return key.length < SHORTEST_SECRET ? (text) => text : (text) => text.replaceAll(key, "[API key]");
}
