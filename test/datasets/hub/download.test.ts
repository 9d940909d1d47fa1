import { createHash, randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type DataSetOptions, openDataSet } from "../../../src/datasets/index.ts";
import { FvalidateError } from "../../../src/support/errors.ts";
import { dataSetOptions, failureOf, hubOf, rowsIn, sourceOf, temporaryFolder } from "../options.ts";
import { type HubServer, hubServer, sendRange, TOKEN } from "./hub-server.ts";

const LINES = Array.from({ length: 400 }, (_, index) => `{"n": ${index}, "text": "多模态 ${index}"}\n`).join(
  "",
);
const CONTENTS = {
  "README.md": "# data\n",
  "all/test-00000 (a).jsonl": LINES,
  "all/test-00001.jsonl": '{"n": 400, "text": "small"}\n',
  "all/dev.jsonl": '{"n": -1, "text": "other split"}\n',
  "images/1.png": "picture one",
};
const source = sourceOf({ huggingFace: hubOf(["all/test-*.jsonl"]), columns: ["n"], rows: 401 });

async function openFrom(server: HubServer, more: Partial<DataSetOptions> = {}) {
  return openDataSet(source, await dataSetOptions({ huggingFaceEndpoint: server.endpoint, ...more }));
}

/** Counts how often something was asked. */
function countOf(server: HubServer, part: string): number {
  return server.asked.filter(({ path }) => decodeURIComponent(path).includes(part)).length;
}

describe("a data set of Hugging Face", () => {
  test("comes by its commit, from the files that its patterns name", async () => {
    await using server = await hubServer(CONTENTS);
    const cacheFolder = await temporaryFolder();
    const progress: [number, number, string][] = [];
    const onProgress = (...figures: [number, number, string]) => progress.push(figures);
    await using dataSet = await openFrom(server, { cacheFolder, onProgress });
    const rows = await rowsIn(dataSet);
    expect(rows.map(({ cells }) => cells["n"])).toEqual(Array.from({ length: 401 }, (_, index) => index));
    expect(rows.at(-1)).toMatchObject({ file: "all/test-00001.jsonl", index: 400 });
    expect(dataSet.description).toBe(`owner/name@${"c".repeat(12)}, Hugging Face, 2 files`);
    expect(dataSet.published).toBe(401);
    expect(dataSet.notes).toEqual([]);
    const sha256 = createHash("sha256").update(LINES).digest("hex");
    expect(dataSet.files[0]).toEqual({
      path: "all/test-00000 (a).jsonl",
      bytes: Buffer.byteLength(LINES),
      sha256,
    });
    const kept = join(
      cacheFolder,
      "huggingface",
      "owner",
      "name",
      server.commit,
      "all",
      "test-00000 (a).jsonl",
    );
    expect(await readFile(kept, "utf8")).toBe(LINES);
    expect(countOf(server, "dev.jsonl")).toBe(0);
    const total = Buffer.byteLength(LINES);
    expect(progress).toContainEqual([total, total, "all/test-00000 (a).jsonl"]);
    // It can be read again.
    expect(await rowsIn(dataSet)).toEqual(rows);
  });

  test("gives the pictures that its rows name, each fetched once, when it is asked for", async () => {
    await using server = await hubServer(CONTENTS);
    await using dataSet = await openFrom(server);
    const [row] = await rowsIn(dataSet);
    expect(countOf(server, "images/1.png")).toBe(0);
    const pictures = await Promise.all([
      dataSet.readFile(row!, "1.png"),
      dataSet.readFile(row!, "../images/1.png"),
    ]);
    expect(pictures.map(String)).toEqual(["picture one", "picture one"]);
    expect(countOf(server, "images/1.png")).toBe(1);
    expect(await failureOf(dataSet.readFile(row!, "2.png"))).toMatchObject({
      kind: "input",
      message: "all/test-00000 (a).jsonl, row 1 names the file 2.png, which is not there.",
    });
    expect(await failureOf(dataSet.readFile(row!, "../../x"))).toMatchObject({ kind: "input" });
    expect(await dataSet.localPath(row!, "2.mp4")).toBeNull();
  });

  test("sends the token to the hub, and to no other host", async () => {
    await using server = await hubServer(CONTENTS);
    await using _dataSet = await openFrom(server, { huggingFaceToken: TOKEN });
    const store = server.asked.filter(({ isStore }) => isStore);
    expect(store).toHaveLength(1);
    for (const { headers, isStore } of server.asked) {
      expect(headers.authorization).toBe(isStore ? undefined : `Bearer ${TOKEN}`);
      expect(headers["accept-encoding"]).toBe("identity");
    }
  });

  test("sends no token to another host that a list goes on at", async () => {
    await using server = await hubServer(CONTENTS);
    await using other = await hubServer(CONTENTS);
    server.intercept = (request, response) => {
      if (request.url?.includes("/tree/") !== true) return false;
      response.writeHead(200, { link: `<${other.endpoint}${request.url}&cursor=0>; rel="next"` }).end("[]");
      return true;
    };
    await using _dataSet = await openFrom(server, { huggingFaceToken: TOKEN });
    expect(other.asked.length).toBeGreaterThan(0);
    for (const { headers } of other.asked) expect(headers.authorization).toBeUndefined();
  });

  test("is read again without fetching anything but the branch's commit", async () => {
    await using server = await hubServer(CONTENTS);
    const cacheFolder = await temporaryFolder();
    await (await openFrom(server, { cacheFolder }))[Symbol.asyncDispose]();
    server.asked.length = 0;
    await using dataSet = await openFrom(server, { cacheFolder });
    expect(await rowsIn(dataSet)).toHaveLength(401);
    expect(server.asked.map(({ path }) => path)).toEqual(["/api/datasets/owner/name/revision/main"]);
  });

  test("asks nothing at all for a pinned commit that is there", async () => {
    await using server = await hubServer(CONTENTS);
    const options = await dataSetOptions({ huggingFaceEndpoint: server.endpoint });
    const pinned = sourceOf({ huggingFace: hubOf(["all/dev.jsonl"], { revision: server.commit }) });
    await (await openDataSet(pinned, options))[Symbol.asyncDispose]();
    server.asked.length = 0;
    await using dataSet = await openDataSet(pinned, options);
    expect(await rowsIn(dataSet)).toHaveLength(1);
    expect(server.asked).toEqual([]);
  });

  test("is another one when the branch has moved on", async () => {
    await using server = await hubServer(CONTENTS);
    const cacheFolder = await temporaryFolder();
    await (await openFrom(server, { cacheFolder }))[Symbol.asyncDispose]();
    server.commit = "f".repeat(40);
    server.contents = { "all/test-0.jsonl": '{"n": 7}\n' };
    await using dataSet = await openFrom(server, { cacheFolder });
    expect(await rowsIn(dataSet)).toMatchObject([{ cells: { n: 7 } }]);
    expect(dataSet.description).toBe(`owner/name@${"f".repeat(12)}, Hugging Face, all/test-0.jsonl`);
  });

  test("is read from the cache alone offline", async () => {
    await using server = await hubServer(CONTENTS);
    const cacheFolder = await temporaryFolder();
    const offline = { cacheFolder, offline: true };
    expect(await failureOf(openFrom(server, offline))).toMatchObject({
      kind: "stack",
      message: expect.stringContaining("not in the cache"),
      hint: expect.stringContaining("HF_HUB_OFFLINE"),
    });
    await (await openFrom(server, { cacheFolder }))[Symbol.asyncDispose]();
    server.asked.length = 0;
    await using dataSet = await openFrom(server, offline);
    expect(await rowsIn(dataSet)).toHaveLength(401);
    const [row] = await rowsIn(dataSet);
    expect(await failureOf(dataSet.readFile(row!, "1.png"))).toMatchObject({
      message: expect.stringContaining("images/1.png of owner/name is not in the cache"),
    });
    expect(server.asked).toEqual([]);
  });

  test("is read from the cache when the hub is away, which a note says", async () => {
    const server = await hubServer(CONTENTS);
    const cacheFolder = await temporaryFolder();
    await (await openFrom(server, { cacheFolder }))[Symbol.asyncDispose]();
    await server.close();
    await using dataSet = await openFrom(server, { cacheFolder });
    expect(await rowsIn(dataSet)).toHaveLength(401);
    expect(dataSet.notes).toEqual([expect.stringContaining("was not reached")]);
  });
});

describe("a download", () => {
  test("is tried again when the server is busy, after the wait that it asks for", async () => {
    await using server = await hubServer(CONTENTS);
    const asked = new Map<string, number>();
    // Each address is busy twice.
    server.intercept = ({ url = "" }, response) => {
      const times = (asked.get(url) ?? 0) + 1;
      asked.set(url, times);
      if (times <= 2) response.writeHead(times === 1 ? 429 : 503, { "retry-after": "0" }).end("slow down");
      return times <= 2;
    };
    await using dataSet = await openFrom(server);
    expect(await rowsIn(dataSet)).toHaveLength(401);
  });

  test("goes on where the line was cut", async () => {
    await using server = await hubServer(CONTENTS);
    const bytes = Buffer.from(LINES);
    let cuts = 0;
    server.intercept = (request, response, isStore) => {
      if (!isStore || cuts >= 6) return false;
      const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
      expect(start).toBe(cuts * 1000);
      cuts += 1;
      const range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
      const head = { "content-length": bytes.length - start, ...(start > 0 && { "content-range": range }) };
      response.writeHead(start > 0 ? 206 : 200, head);
      response.write(bytes.subarray(start, start + 1000), () => setTimeout(() => response.destroy(), 20));
      return true;
    };
    await using dataSet = await openFrom(server);
    // More cuts than attempts: those that got on do not count.
    expect(cuts).toBe(6);
    expect(await rowsIn(dataSet)).toHaveLength(401);
  });

  test("goes on with what an earlier run left, whether it was stopped or killed", async () => {
    for (const left of [".part", ".part-999999999-00c0ffee"]) {
      await using server = await hubServer(CONTENTS);
      const cacheFolder = await temporaryFolder();
      const folder = join(cacheFolder, "huggingface", "owner", "name", server.commit, "all");
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, `test-00000 (a).jsonl${left}`), Buffer.from(LINES).subarray(0, 5000));
      await using dataSet = await openFrom(server, { cacheFolder });
      expect(await rowsIn(dataSet)).toHaveLength(401);
      expect(server.asked.find(({ isStore }) => isStore)?.headers.range).toBe("bytes=5000-");
      expect((await readdir(folder)).sort()).toEqual(["test-00000 (a).jsonl", "test-00001.jsonl"]);
    }
  });

  test("begins anew where what was left is of another content, or too long", async () => {
    for (const left of [randomBytes(3000), randomBytes(LINES.length * 3)]) {
      await using server = await hubServer(CONTENTS);
      const cacheFolder = await temporaryFolder();
      const folder = join(cacheFolder, "huggingface", "owner", "name", server.commit, "all");
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, "test-00000 (a).jsonl.part"), left);
      await using dataSet = await openFrom(server, { cacheFolder });
      expect(await rowsIn(dataSet)).toHaveLength(401);
    }
  });

  test("begins anew where the server knows no ranges", async () => {
    await using server = await hubServer(CONTENTS);
    let isCut = false;
    server.intercept = (request, response, isStore) => {
      if (!isStore) return false;
      delete request.headers.range;
      if (isCut) sendRange(request, response, Buffer.from(LINES));
      else
        response
          .writeHead(200, { "content-length": 14_180 })
          .write(LINES.slice(0, 999), () => response.destroy());
      isCut = true;
      return true;
    };
    await using dataSet = await openFrom(server);
    expect(await rowsIn(dataSet)).toHaveLength(401);
  });

  test.each([
    ["a large file", "test-00000", "all/test-00000 (a).jsonl"],
    ["a small file", "test-00001", "all/test-00001.jsonl"],
  ])("of %s with another content than its hash says is refused, and not kept", async (_what, part, name) => {
    await using server = await hubServer(CONTENTS);
    const cacheFolder = await temporaryFolder();
    server.intercept = (request, response) => {
      const isList = request.url?.includes("/tree/") === true;
      if (
        isList ||
        decodeURIComponent(request.url ?? "").includes(`resolve/${server.commit}/all/${part}`) === false
      )
        return false;
      const right = Buffer.from(CONTENTS[name as keyof typeof CONTENTS]);
      right[5] = 88;
      sendRange(request, response, right);
      return true;
    };
    expect(await failureOf(openFrom(server, { cacheFolder }))).toMatchObject({
      kind: "stack",
      message: `${name} came twice with another content than its hash says.`,
    });
    const folder = join(cacheFolder, "huggingface", "owner", "name", server.commit, "all");
    expect((await readdir(folder)).filter((file) => file.includes(part))).toEqual([]);
  });

  test("that ends early without an end of the connection is no whole file", async () => {
    await using server = await hubServer(CONTENTS);
    server.intercept = (_request, response, isStore) => {
      if (isStore) response.writeHead(200).end(Buffer.from(LINES).subarray(0, 500));
      return isStore;
    };
    expect(await failureOf(openFrom(server))).toMatchObject({
      kind: "stack",
      message: `all/test-00000 (a).jsonl ended at byte 500 of ${Buffer.byteLength(LINES)}.`,
    });
  });

  test("that does not end is given up", async () => {
    await using server = await hubServer(CONTENTS);
    server.intercept = (_request, response, isStore) => {
      if (isStore) response.writeHead(200).end(LINES.repeat(3));
      return isStore;
    };
    expect(await failureOf(openFrom(server))).toMatchObject({
      message: expect.stringContaining("is longer than its"),
    });
  });

  test("stops when it is told to, and leaves what it has for the next run", async () => {
    await using server = await hubServer(CONTENTS);
    const cacheFolder = await temporaryFolder();
    const controller = new AbortController();
    server.intercept = (_request, response, isStore) => {
      if (isStore)
        response
          .writeHead(200, { "content-length": Buffer.byteLength(LINES) })
          .write(Buffer.from(LINES).subarray(0, 700));
      return isStore;
    };
    const onProgress = (_bytes: number, total: number) => {
      if (total > 100) setTimeout(() => controller.abort(), 30);
    };
    const failure = await failureOf(openFrom(server, { cacheFolder, signal: controller.signal, onProgress }));
    expect(failure).toBeInstanceOf(FvalidateError);
    expect(failure).toMatchObject({ kind: "interrupted" });
    const folder = join(cacheFolder, "huggingface", "owner", "name", server.commit, "all");
    expect(await readdir(folder)).toContain("test-00000 (a).jsonl.part");
    server.intercept = () => false;
    await using dataSet = await openFrom(server, { cacheFolder });
    expect(await rowsIn(dataSet)).toHaveLength(401);
    expect(server.asked.some(({ headers }) => headers.range === "bytes=700-")).toBe(true);
  });

  test("may run several times at once", async () => {
    await using server = await hubServer(CONTENTS);
    const cacheFolder = await temporaryFolder();
    const sets = await Promise.all(Array.from({ length: 5 }, () => openFrom(server, { cacheFolder })));
    for (const dataSet of sets) {
      expect(await rowsIn(dataSet)).toHaveLength(401);
      await dataSet[Symbol.asyncDispose]();
    }
    const folder = join(cacheFolder, "huggingface", "owner", "name", server.commit, "all");
    expect((await readdir(folder)).sort()).toEqual(["test-00000 (a).jsonl", "test-00001.jsonl"]);
  });

  test("checks again a file of the cache that was changed, and fetches it anew", async () => {
    await using server = await hubServer(CONTENTS);
    const cacheFolder = await temporaryFolder();
    await (await openFrom(server, { cacheFolder }))[Symbol.asyncDispose]();
    const kept = join(cacheFolder, "huggingface", "owner", "name", server.commit, "all", "test-00001.jsonl");
    await writeFile(kept, "cut");
    await using dataSet = await openFrom(server, { cacheFolder });
    expect(await rowsIn(dataSet)).toHaveLength(401);
  });
});
