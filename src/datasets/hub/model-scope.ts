import * as z from "zod";
import { sha256 } from "../../support/hash.ts";
import { HubFailure } from "./failure.ts";
import type { Headers, HttpClient } from "./http-client.ts";
import type { Hub, RemoteFile } from "./hub.ts";
import type { AskAgain } from "./hugging-face.ts";
import { checkedAnswer, requirePlainPaths } from "./remote-files.ts";

const PAGE_SIZE = 200;
const MAXIMUM_PAGES = 5000;
const COMMIT = /^[0-9a-f]{40}$/;

const listSchema = z.object({
  Code: z.number().nullish(),
  Message: z.string().nullish(),
  Data: z
    .object({
      Files: z
        .array(
          z.object({
            Path: z.string(),
            Type: z.string().nullish(),
            Size: z.number().int().nonnegative().nullish(),
            Sha256: z.string().nullish(),
            Revision: z.string().nullish(),
          }),
        )
        .nullish(),
      LatestCommitter: z.object({ Id: z.string().nullish(), ShortId: z.string().nullish() }).nullish(),
    })
    .nullish(),
});

type List = z.output<typeof listSchema>;
type Entry = NonNullable<NonNullable<NonNullable<List["Data"]>["Files"]>[number]>;

/** https://www.modelscope.cn, as its own library asks (modelscope_hub 0.5, `_legacy_api.py`). */
export function modelScope(endpoint: string, client: HttpClient, askAgain: AskAgain): Hub {
  return {
    name: "ModelScope",
    folder: "modelscope",
    defaultRevision: "master",
    async snapshot(id, revision, known) {
      const { entries, latest } = await listAll(id, revision);
      const commit = COMMIT.test(revision) ? revision : commitOf(entries, latest);
      const files = entries.filter(({ Type }) => Type !== "tree").map(remoteFile);
      const snapshot = {
        commit,
        // Where only a part of the commit's name is told, the branch is read; the hashes tell whether it has moved on.
        revision: COMMIT.test(commit) ? commit : revision,
        files: requirePlainPaths(files, "ModelScope"),
      };
      return (await known(commit)) ?? snapshot;
    },
    fileAddress: (id, revision, path) =>
      `${endpoint}/api/v1/datasets/${id}/repo?${new URLSearchParams({ Revision: revision, FilePath: path })}`,
    page: (id) => `${endpoint}/datasets/${id}`,
  };

  async function listAll(id: string, revision: string) {
    const entries: Entry[] = [];
    let latest = "";
    for (let number = 1; number <= MAXIMUM_PAGES; number += 1) {
      const query = {
        Revision: revision,
        Recursive: "True",
        PageNumber: `${number}`,
        PageSize: `${PAGE_SIZE}`,
      };
      const address = `${endpoint}/api/v1/datasets/${id}/repo/tree?${new URLSearchParams(query)}`;
      const { value } = await askAgain(() => client.getJson(address));
      const list = checkedAnswer(listSchema, value, address);
      const files = filesOf(list, id, revision);
      entries.push(...files);
      latest ||= list.Data?.LatestCommitter?.Id || list.Data?.LatestCommitter?.ShortId || "";
      if (files.length < PAGE_SIZE) break;
    }
    return { entries, latest };
  }
}

/** Failures come with the status 200 too, and a revision that is not there as a list that is not there. */
function filesOf({ Code, Message, Data }: List, id: string, revision: string): readonly Entry[] {
  if (Code !== undefined && Code !== null && Code !== 200) {
    throw new HubFailure("absent", `ModelScope does not give ${id}: ${Message ?? `code ${Code}`}.`);
  }
  const files = Data?.Files;
  if (files) return files;
  throw new HubFailure("absent", `ModelScope's ${id} has no revision ${revision}.`);
}

function remoteFile({ Path, Size, Sha256 }: Entry): RemoteFile {
  const hash = Sha256?.toLowerCase() ?? "";
  return { path: Path, bytes: Size ?? 0, sha256: /^[0-9a-f]{64}$/.test(hash) ? hash : null, gitSha1: null };
}

/**
 * The list tells the first characters of the latest commit; a file that this commit changed tells all of them. Where
 * neither is told, the content stands for the commit.
 */
function commitOf(entries: readonly Entry[], latest: string): string {
  if (COMMIT.test(latest)) return latest;
  if (!/^[0-9a-f]{6,}$/.test(latest)) {
    const content = entries.map(({ Path, Sha256 }) => `${Sha256}  ${Path}\n`).toSorted();
    return `content-${sha256(content.join("")).slice(0, 16)}`;
  }
  return (
    entries.map(({ Revision }) => Revision ?? "").find((id) => COMMIT.test(id) && id.startsWith(latest)) ??
    latest
  );
}

export function modelScopeFailure(id: string, page: string) {
  return (status: number, _headers: Headers, text: string): HubFailure => {
    const said = /"Message"\s*:\s*"([^"]{1,200})"/.exec(text)?.[1] ?? `HTTP status ${status}`;
    if (status === 401 || status === 403) {
      return new HubFailure("refused", `ModelScope does not let ${id} be read: ${said}.`, {
        hint: `Open ${page} in a browser; download the files by hand, and name their folder.`,
      });
    }
    if (status === 404) return new HubFailure("absent", `ModelScope has no data set ${id}: ${said}.`);
    return new HubFailure("unreachable", `ModelScope answers for ${id} with HTTP status ${status}: ${said}.`);
  };
}
