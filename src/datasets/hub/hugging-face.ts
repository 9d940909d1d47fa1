import * as z from "zod";
import { HubFailure } from "./failure.ts";
import type { Headers, HttpClient } from "./http-client.ts";
import type { Hub, RemoteFile } from "./hub.ts";
import { checkedAnswer, escapedPath, requirePlainPaths } from "./remote-files.ts";

const COMMIT = /^[0-9a-f]{40}$/;

const revisionSchema = z.object({ sha: z.string().regex(COMMIT) });

const treeSchema = z.array(
  z.object({
    type: z.string(),
    path: z.string(),
    oid: z.string(),
    size: z.number().int().nonnegative(),
    lfs: z.object({ oid: z.string(), size: z.number().int().nonnegative() }).nullish(),
  }),
);

/** https://huggingface.co, and what mirrors it, as its own library asks (huggingface_hub 1.x, `hf_api.py`). */
export function huggingFace(endpoint: string, client: HttpClient, askAgain: AskAgain): Hub {
  const api = (id: string) => `${endpoint}/api/datasets/${id}`;
  return {
    name: "Hugging Face",
    folder: "huggingface",
    defaultRevision: "main",
    async snapshot(id, revision, known) {
      const commit = COMMIT.test(revision) ? revision : await commitOf(`${api(id)}/revision/`, revision);
      const list = () => filesOf(`${api(id)}/tree/${commit}?recursive=true`);
      return (await known(commit)) ?? { commit, revision: commit, files: await list() };
    },
    fileAddress: (id, revision, path) =>
      `${endpoint}/datasets/${id}/resolve/${revision}/${escapedPath(path)}`,
    page: (id) => `${endpoint}/datasets/${id}`,
  };

  async function commitOf(address: string, revision: string): Promise<string> {
    const full = address + encodeURIComponent(revision);
    const { value } = await askAgain(() => client.getJson(full));
    return checkedAnswer(revisionSchema, value, full).sha;
  }

  /** A page of the list names the next one in its `Link` header. */
  async function filesOf(first: string): Promise<readonly RemoteFile[]> {
    const files: RemoteFile[] = [];
    for (let address: string | null = first; address !== null; ) {
      const page: string = address;
      const { value, headers } = await askAgain(() => client.getJson(page));
      files.push(...checkedAnswer(treeSchema, value, page).filter(isFile).map(remoteFile));
      address = nextPage(headers, page);
    }
    return requirePlainPaths(files, "Hugging Face");
  }
}

export type AskAgain = <Value>(request: () => Promise<Value>) => Promise<Value>;

type TreeEntry = z.output<typeof treeSchema>[number];

function isFile({ type }: TreeEntry): boolean {
  return type === "file";
}

/** Large files are named by the SHA-256 of their content, the others by git's name for it. */
function remoteFile({ path, oid, size, lfs }: TreeEntry): RemoteFile {
  if (lfs) return { path, bytes: lfs.size, sha256: lfs.oid, gitSha1: null };
  return { path, bytes: size, sha256: null, gitSha1: oid };
}

function nextPage(headers: Headers, from: string): string | null {
  const link = [headers["link"] ?? []].flat().join(",");
  const target = /<([^>]+)>\s*;[^,<]*\brel="?next"?/.exec(link)?.[1];
  return target === undefined ? null : new URL(target, from).href;
}

/** What Hugging Face's answers other than success mean. A data set that it hides from somebody is as good as absent. */
export function huggingFaceFailure(id: string, page: string, hasToken: boolean) {
  return (status: number, headers: Headers, text: string): HubFailure => {
    const code = String(headers["x-error-code"] ?? "");
    const said = String(headers["x-error-message"] ?? text)
      .replace(/\s+/g, " ")
      .trim()
      .slice(0, 200);
    if (isRefusal(status, code)) return refusal(id, page, hasToken ? said || `HTTP status ${status}` : null);
    if (code === "RevisionNotFound") {
      return new HubFailure("absent", `Hugging Face's ${id} has no such revision.`);
    }
    if (status === 404 || status === 401) {
      return new HubFailure("absent", `Hugging Face has no data set ${id}, or keeps it from this account.`, {
        hint: `Open ${page} in a browser; a private data set needs HF_TOKEN.`,
      });
    }
    return new HubFailure(
      "unreachable",
      `Hugging Face answers for ${id} with HTTP status ${status}. ${said}`.trim(),
    );
  };
}

function isRefusal(status: number, code: string): boolean {
  return code === "GatedRepo" || (code === "" && (status === 401 || status === 403));
}

/** @param said why a token was not enough; `null` where there is none */
function refusal(id: string, page: string, said: string | null): HubFailure {
  const message =
    said === null
      ? `Hugging Face lets only those read ${id} who have accepted its terms, and HF_TOKEN is not set.`
      : `Hugging Face does not let this HF_TOKEN read ${id}: ${said.replace(/\.$/, "")}.`;
  return new HubFailure("refused", message, {
    hint: `Open ${page}, accept its terms, and set HF_TOKEN to a token of that account.`,
  });
}
