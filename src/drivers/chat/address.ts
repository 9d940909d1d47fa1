import type { ChatApi } from "../../contracts/chat.ts";
import { FvalidateError } from "../../support/errors.ts";

/** Where one server is asked. */
export interface Address {
  /** For messages: the base address. */
  readonly name: string;
  /** `http://host:port` */
  readonly origin: string;
  /** The API's folder, such as `/v1`. */
  readonly base: string;
  /** The server's own folder, without `/v1`. */
  readonly root: string;
}

const ROUTES: Readonly<Record<ChatApi, string>> = {
  chat: "/chat/completions",
  completions: "/completions",
};

/**
 * Takes `host:8000`, `http://host:8000`, `http://host:8000/v1` and a whole route alike.
 * @throws FvalidateError of kind `usage` for anything that is no plain HTTP address
 */
export function addressOf(url: string): Address {
  const written = url.includes("://") ? url : `http://${url}`;
  const parsed = URL.canParse(written) ? new URL(written) : null;
  if (parsed === null || !["http:", "https:"].includes(parsed.protocol)) {
    throw unusable(`"${url}" is no HTTP address.`, "An address looks like http://127.0.0.1:8000/v1.");
  }
  if (parsed.username !== "" || parsed.password !== "" || parsed.search !== "") {
    // Not repeated: it may hold a password.
    throw unusable(
      `The address of ${parsed.host} holds credentials or a query.`,
      "Give the key through its environment variable, and the address alone.",
    );
  }
  const path = parsed.pathname.replace(/\/+$/, "").replace(/\/(chat\/completions|completions|models)$/, "");
  const base = /\/v\d+\w*$/.test(path) ? path : `${path}/v1`;
  const root = base.replace(/\/v\d+\w*$/, "");
  return { name: `${parsed.origin}${base}`, origin: parsed.origin, base, root };
}

export function routeOf({ base }: Address, api: ChatApi): string {
  return base + ROUTES[api];
}

function unusable(message: string, hint: string): FvalidateError {
  return new FvalidateError("usage", message, { hint });
}
