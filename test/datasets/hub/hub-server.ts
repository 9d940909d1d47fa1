import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a hub publishes: contents by path. */
export type Contents = Readonly<Record<string, Uint8Array | string>>;

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  /** Whether it came to the host that the large files are on. */
  readonly isStore: boolean;
}

export interface HubServer extends AsyncDisposable {
  readonly endpoint: string;
  readonly asked: Asked[];
  /** Asked before anything else: whether it has answered. */
  intercept: (request: IncomingMessage, response: ServerResponse, isStore: boolean) => boolean;
  contents: Contents;
  commit: string;
  close(): Promise<void>;
}

export interface HubServerOptions {
  readonly id?: string;
  /** Files from so many bytes on are large files: they lie on another host and have a SHA-256. */
  readonly largeFrom?: number;
  readonly pageSize?: number;
}

export const TOKEN = "token-of-a-test";

/** Speaks the paths of Hugging Face and of ModelScope, on two ports: one for the hub, one for its store of large files. */
export async function hubServer(
  contents: Contents,
  { id = "owner/name", largeFrom = 100, pageSize = 2 }: HubServerOptions = {},
): Promise<HubServer> {
  const asked: Asked[] = [];
  const note = (request: IncomingMessage, isStore: boolean) => {
    asked.push({ method: request.method ?? "", path: request.url ?? "", headers: request.headers, isStore });
  };
  const bytesOf = (path: string) => {
    const content = state.contents[path];
    return content === undefined ? null : Buffer.from(content as string);
  };
  const store = createServer((request, response) => {
    note(request, true);
    if (state.intercept(request, response, true)) return;
    sendRange(request, response, bytesOf(decodeURIComponent((request.url ?? "").slice(1))));
  });
  const hub = createServer((request, response) => {
    note(request, false);
    if (state.intercept(request, response, false)) return;
    const url = new URL(request.url ?? "", "http://hub");
    const path = decodeURIComponent(url.pathname);
    if (path.startsWith(`/api/datasets/${id}/revision/`))
      return sendJson(response, { id, sha: state.commit });
    if (path === `/api/datasets/${id}/tree/${state.commit}`) return sendTree(url, response);
    const resolved = `/datasets/${id}/resolve/${state.commit}/`;
    if (path.startsWith(resolved)) return sendResolved(path.slice(resolved.length), request, response);
    if (path === `/api/v1/datasets/${id}/repo/tree`) return sendList(url, response);
    if (path === `/api/v1/datasets/${id}/repo`) {
      return sendRange(request, response, bytesOf(url.searchParams.get("FilePath") ?? ""));
    }
    response
      .writeHead(404, { "x-error-code": "RepoNotFound", "x-error-message": "Repository not found" })
      .end();
  });
  const state: HubServer = {
    endpoint: "",
    asked,
    intercept: () => false,
    contents,
    commit: `${"c".repeat(39)}1`,
    close: async () => {
      await Promise.all(
        [hub, store].map((server) => {
          server.closeAllConnections();
          return new Promise((resolve) => server.close(resolve));
        }),
      );
    },
    [Symbol.asyncDispose]: () => state.close(),
  };
  const [hubPort, storePort] = [await listen(hub), await listen(store)];
  Object.assign(state, { endpoint: `http://127.0.0.1:${hubPort}` });
  return state;

  function sendTree(url: URL, response: ServerResponse) {
    const start = Number(url.searchParams.get("cursor") ?? 0);
    const entries = Object.keys(state.contents).map((path) => {
      const bytes = bytesOf(path) ?? Buffer.alloc(0);
      const git = createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
      const entry = { type: "file", oid: git, size: bytes.length, path };
      if (bytes.length < largeFrom) return entry;
      return {
        ...entry,
        oid: "0".repeat(40),
        lfs: { oid: sha256(bytes), size: bytes.length, pointerSize: 130 },
      };
    });
    const all = [{ type: "directory", oid: "d".repeat(40), size: 0, path: "folder" }, ...entries];
    const next = new URL(url);
    next.searchParams.set("cursor", String(start + pageSize));
    const link = { link: `<${state.endpoint}${next.pathname}${next.search}>; rel="next"` };
    const isLast = start + pageSize >= all.length;
    sendJson(response, all.slice(start, start + pageSize), isLast ? {} : link);
  }

  function sendResolved(path: string, request: IncomingMessage, response: ServerResponse) {
    const bytes = bytesOf(path);
    if (bytes === null || bytes.length < largeFrom) return sendRange(request, response, bytes);
    const location = `http://127.0.0.1:${storePort}/${path.split("/").map(encodeURIComponent).join("/")}`;
    response.writeHead(302, { location }).end("Found. Redirecting.");
  }

  /** As ModelScope answers: a revision that is not there is a list that is not there. */
  function sendList(url: URL, response: ServerResponse) {
    const page = Number(url.searchParams.get("PageNumber"));
    const size = Number(url.searchParams.get("PageSize"));
    const isKnown = ["master", state.commit].includes(url.searchParams.get("Revision") ?? "");
    const files = Object.keys(state.contents).map((path, index) => {
      const bytes = bytesOf(path) ?? Buffer.alloc(0);
      const revision = index === 0 ? state.commit : "e".repeat(40);
      return {
        Path: path,
        Name: path,
        Type: "blob",
        Size: bytes.length,
        Sha256: sha256(bytes),
        Revision: revision,
      };
    });
    const all = [{ Path: "folder", Name: "folder", Type: "tree", Size: 0, Sha256: "" }, ...files];
    const shown = all.slice((page - 1) * size, page * size);
    const latest = { Id: "", ShortId: state.commit.slice(0, 8) };
    sendJson(response, {
      Code: 200,
      Message: "success",
      Success: true,
      Data: isKnown ? { Files: shown, LatestCommitter: latest } : { Files: null, LatestCommitter: null },
    });
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function sendJson(response: ServerResponse, value: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(200, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
}

export function sendRange(request: IncomingMessage, response: ServerResponse, bytes: Buffer | null): void {
  if (bytes === null) {
    response.writeHead(404, { "x-error-code": "EntryNotFound" }).end();
    return;
  }
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const rest = bytes.subarray(start);
  const range = { "content-range": `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
  response
    .writeHead(request.headers.range === undefined ? 200 : 206, {
      "content-length": rest.length,
      ...(request.headers.range === undefined ? {} : range),
    })
    .end(rest);
}

async function listen(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}
