import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";

/** Why a request is not answered. */
export interface Refusal {
  readonly status: number;
  readonly text: string;
  readonly headers?: OutgoingHttpHeaders;
}

/**
 * Lets through what reads, and what was sent to this machine by its own name: a page from elsewhere whose host was made
 * to mean 127.0.0.1 still sends its own name.
 */
export function refusalOf({ method, headers }: IncomingMessage, port: number): Refusal | null {
  if (!isOwnHost(headers.host, port)) {
    return {
      status: 403,
      text: "This server answers to 127.0.0.1, localhost and [::1] on its own port alone.",
    };
  }
  if (method === "GET" || method === "HEAD") return null;
  return { status: 405, text: "This server only shows: GET and HEAD.", headers: { allow: "GET, HEAD" } };
}

const HOSTS = new Set(["127.0.0.1", "localhost", "[::1]"]);
/** What a browser leaves out of the header. */
const DEFAULT_PORT = 80;

function isOwnHost(host: string | undefined, port: number): boolean {
  const { name = "", digits } = /^(?<name>.*?)(?::(?<digits>\d{1,5}))?$/.exec(host ?? "")?.groups ?? {};
  const named = digits === undefined ? DEFAULT_PORT : Number(digits);
  return HOSTS.has(name.toLowerCase()) && named === port;
}

/** What every answer carries: nothing of it is kept, guessed at, framed or read by another page. */
const COMMON_HEADERS = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
} as const;

/** Each page brings its own hashes of what may run in it; this one bounds them all. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** A file is for keeping: were it shown after all, nothing in it would run. */
const FILE_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

export function pageHeaders(): OutgoingHttpHeaders {
  return {
    ...COMMON_HEADERS,
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": PAGE_POLICY,
  };
}

/** @param file one of the names that are offered, which need no quoting */
export function fileHeaders(file: string): OutgoingHttpHeaders {
  return {
    ...COMMON_HEADERS,
    "content-type": TYPES[file.slice(file.lastIndexOf(".") + 1)] ?? "application/octet-stream",
    "content-disposition": `attachment; filename="${file}"`,
    "content-security-policy": FILE_POLICY,
  };
}

export function plainHeaders(): OutgoingHttpHeaders {
  return {
    ...COMMON_HEADERS,
    "content-type": "text/plain; charset=utf-8",
    "content-security-policy": FILE_POLICY,
  };
}

const TYPES: Readonly<Record<string, string>> = {
  json: "application/json; charset=utf-8",
  jsonl: "application/jsonl; charset=utf-8",
  md: "text/markdown; charset=utf-8",
  csv: "text/csv; charset=utf-8",
  html: "text/html; charset=utf-8",
  xml: "application/xml; charset=utf-8",
};
