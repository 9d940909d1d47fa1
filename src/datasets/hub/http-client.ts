import type { Dispatcher } from "undici";

import { packageVersion } from "../../support/package-root.ts";
import { reasonOf } from "../reason.ts";
import { HubFailure, interrupted, PassingFailure } from "./failure.ts";

const CONNECT_MILLISECONDS = 10_000;
/** Without a byte. */
const SILENCE_MILLISECONDS = 60_000;
const MAXIMUM_REDIRECTS = 8;
const MAXIMUM_JSON_BYTES = 256 * 2 ** 20;
const PASSING_STATUS = new Set([408, 425, 429, 500, 502, 503, 504]);

export type Headers = Record<string, string | string[] | undefined>;

export interface HubResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Dispatcher.ResponseData["body"];
}

/** Asks hubs. Its connections are closed with it. */
export interface HttpClient extends AsyncDisposable {
  /**
   * Follows redirects. The token goes to the endpoint's own origin alone: hubs send files from other hosts.
   * @throws PassingFailure where there is no answer
   */
  get(address: string, options?: GetOptions): Promise<HubResponse>;
  /** @throws HubFailure, for a status other than 200 too */
  getJson(address: string): Promise<{ readonly value: unknown; readonly headers: Headers }>;
}

export interface GetOptions {
  readonly headers?: Record<string, string>;
}

export interface HttpClientOptions {
  readonly endpoint: string;
  readonly token: string | null;
  readonly signal: AbortSignal;
  /** Turns an answer that is no success into what to throw. */
  failureOf(status: number, headers: Headers, text: string): HubFailure;
}

export async function openHttpClient(options: HttpClientOptions): Promise<HttpClient> {
  const { request } = await import("undici");
  const dispatcher = await openDispatcher();
  const origin = new URL(options.endpoint).origin;
  const get = async (address: string, { headers = {} }: GetOptions = {}): Promise<HubResponse> => {
    let url = new URL(address);
    for (let redirects = 0; redirects <= MAXIMUM_REDIRECTS; redirects += 1) {
      const response = await connected(url, options.signal, () =>
        request(url, {
          dispatcher,
          signal: options.signal,
          headers: { ...headers, ...commonHeaders(), ...authorization(options.token, url.origin === origin) },
        }),
      );
      const { location } = response.headers;
      const isRedirect =
        response.statusCode >= 300 && response.statusCode < 400 && typeof location === "string";
      if (!isRedirect) return { status: response.statusCode, headers: response.headers, body: response.body };
      await response.body.dump();
      url = redirected(url, location);
    }
    throw new HubFailure("unreachable", `${address} redirects more than ${MAXIMUM_REDIRECTS} times.`);
  };
  return {
    get,
    async getJson(address) {
      const { status, headers, body } = await get(address, { headers: { accept: "application/json" } });
      const text = await connected(new URL(address), options.signal, () => textOf(body, address));
      if (status !== 200) throw checked(status, headers, options.failureOf(status, headers, text));
      try {
        return { value: JSON.parse(text), headers };
      } catch (error) {
        throw new HubFailure("unreachable", `${address} did not answer in JSON.`, {
          hint: "A login page or a proxy may stand between: open the address in a browser.",
          cause: error,
        });
      }
    },
    [Symbol.asyncDispose]: () => dispatcher.destroy(),
  };
}

/** The failure itself, or one that may pass for a status that says so. */
export function checked(status: number, headers: Headers, failure: HubFailure): HubFailure {
  return PASSING_STATUS.has(status)
    ? new PassingFailure(failure.message, retryAfter(headers), failure)
    : failure;
}

async function openDispatcher(): Promise<Dispatcher> {
  const { Agent, EnvHttpProxyAgent } = await import("undici");
  const limits = {
    connect: { timeout: CONNECT_MILLISECONDS },
    headersTimeout: SILENCE_MILLISECONDS,
    bodyTimeout: SILENCE_MILLISECONDS,
  };
  const proxies = ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"];
  return proxies.some((name) => (process.env[name] ?? "") !== "")
    ? new EnvHttpProxyAgent(limits)
    : new Agent(limits);
}

function commonHeaders(): Record<string, string> {
  // Packed on the way, a file would not be as long as announced, and could not be gone on with.
  return { "user-agent": `fvalidate/${packageVersion()}`, "accept-encoding": "identity" };
}

function authorization(token: string | null, isOwnOrigin: boolean): Record<string, string> {
  return token !== null && isOwnOrigin ? { authorization: `Bearer ${token}` } : {};
}

function redirected(from: URL, location: string): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : null;
  if (to !== null && (to.protocol === "https:" || to.protocol === "http:")) return to;
  throw new HubFailure(
    "unreachable",
    `${from.href} redirects to ${JSON.stringify(location)}, which is no web address.`,
  );
}

async function connected<Value>(url: URL, signal: AbortSignal, act: () => Promise<Value>): Promise<Value> {
  try {
    return await act();
  } catch (error) {
    if (signal.aborted) throw interrupted(`Asking ${url.host}`);
    if (error instanceof HubFailure) throw error;
    throw new PassingFailure(`${url.host} cannot be reached: ${reasonOf(error)}.`, null, error);
  }
}

async function textOf(body: HubResponse["body"], address: string): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MAXIMUM_JSON_BYTES) throw new HubFailure("damaged", `${address} answers without an end.`);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** In seconds, or a date. */
function retryAfter(headers: Headers): number | null {
  const value = headers["retry-after"];
  if (typeof value !== "string") return null;
  const milliseconds = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : null;
}
