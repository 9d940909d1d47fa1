import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { DataSource } from "../../../src/contracts/benchmark.ts";
import { type DataSetOptions, openDataSet } from "../../../src/datasets/index.ts";
import { dataSetOptions, failureOf, hubOf, NOWHERE, rowsIn, sourceOf, temporaryFolder } from "../options.ts";
import { type HubServer, hubServer, TOKEN } from "./hub-server.ts";

const CONTENTS = {
  "test/one.csv": "id,text\n1,a\n",
  "test/two.csv": `id,text\n2,${"long ".repeat(50)}\n`,
  "dev.csv": "id,text\n0,x\n",
  "pictures/1.png": "picture",
};
const hub = hubOf(["test/*.csv"]);
const onBoth = sourceOf({ huggingFace: hub, modelScope: hub, columns: ["id"], rows: 2 });
const onModelScope = sourceOf({ modelScope: hub, rows: 2 });

async function open(source: DataSource, more: Partial<DataSetOptions>) {
  return openDataSet(source, await dataSetOptions(more));
}

function gated(server: HubServer, status: number, code = "GatedRepo"): void {
  server.intercept = (request, response) => {
    if (request.url?.includes("/resolve/") !== true) return false;
    const headers =
      code === ""
        ? {}
        : { "x-error-code": code, "x-error-message": "Access to dataset owner/name is restricted." };
    response.writeHead(status, headers).end("no");
    return true;
  };
}

describe("a data set of ModelScope", () => {
  test("comes by its commit, page by page, and is checked by its hashes", async () => {
    await using server = await hubServer(CONTENTS);
    const cacheFolder = await temporaryFolder();
    const options = { modelScopeEndpoint: server.endpoint, huggingFaceToken: TOKEN, cacheFolder };
    await using dataSet = await open(onModelScope, options);
    const rows = await rowsIn(dataSet);
    expect(rows.map(({ cells }) => cells["id"])).toEqual(["1", "2"]);
    expect(dataSet.description).toBe(`owner/name@${server.commit.slice(0, 12)}, ModelScope, 2 files`);
    expect(String(await dataSet.readFile(rows[0]!, "../pictures/1.png"))).toBe("picture");
    expect(server.asked.map(({ path }) => path)).toEqual([
      "/api/v1/datasets/owner/name/repo/tree?Revision=master&Recursive=True&PageNumber=1&PageSize=200",
      `/api/v1/datasets/owner/name/repo?Revision=${server.commit}&FilePath=test%2Fone.csv`,
      `/api/v1/datasets/owner/name/repo?Revision=${server.commit}&FilePath=test%2Ftwo.csv`,
      `/api/v1/datasets/owner/name/repo?Revision=${server.commit}&FilePath=pictures%2F1.png`,
    ]);
    // Hugging Face's token is nothing to ModelScope.
    for (const { headers } of server.asked) expect(headers.authorization).toBeUndefined();
    await server.close();
    await using offline = await open(onModelScope, { ...options, offline: true });
    expect(await rowsIn(offline)).toEqual(rows);
  });

  test("of more files than a page holds", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 250 }, (_, index) => [`test/${index}.csv`, `id\n${index}\n`]),
    );
    await using server = await hubServer(many);
    await using dataSet = await open(onModelScope, { modelScopeEndpoint: server.endpoint });
    expect(await rowsIn(dataSet)).toHaveLength(250);
  });

  test("without the revision is absent", async () => {
    await using server = await hubServer(CONTENTS);
    const source = sourceOf({ modelScope: { ...hub, revision: "v2" } });
    expect(await failureOf(open(source, { modelScopeEndpoint: server.endpoint }))).toMatchObject({
      kind: "stack",
      message: "ModelScope's owner/name has no revision v2.",
    });
  });

  test.each([
    [
      '{"Code": 10010205001, "Message": "dataset not found", "Success": false}',
      404,
      "has no data set owner/name: dataset not found",
    ],
    [
      '{"Code": 10010205001, "Message": "dataset not found", "Success": false}',
      200,
      "does not give owner/name: dataset not found",
    ],
    [
      '{"Code": 10010101005, "Message": "access denied"}',
      403,
      "does not let owner/name be read: access denied",
    ],
  ])("answered with %s and status %i", async (body, status, message) => {
    await using server = await hubServer(CONTENTS);
    server.intercept = (_request, response) => {
      response.writeHead(status).end(body);
      return true;
    };
    expect(await failureOf(open(onModelScope, { modelScopeEndpoint: server.endpoint }))).toMatchObject({
      kind: "stack",
      message: expect.stringContaining(message),
    });
  });
});

describe("ModelScope stands in, which a note says, when Hugging Face", () => {
  test("cannot be reached", async () => {
    await using scope = await hubServer(CONTENTS);
    await using dataSet = await open(onBoth, {
      huggingFaceEndpoint: NOWHERE,
      modelScopeEndpoint: scope.endpoint,
    });
    expect(await rowsIn(dataSet)).toHaveLength(2);
    expect(dataSet.notes).toEqual([
      expect.stringMatching(/^127\.0\.0\.1:9 cannot be reached: .*\. The data are from ModelScope\.$/),
    ]);
  });

  test("has no such data set", async () => {
    await using face = await hubServer(CONTENTS, { id: "owner/other" });
    await using scope = await hubServer(CONTENTS);
    await using dataSet = await open(onBoth, {
      huggingFaceEndpoint: face.endpoint,
      modelScopeEndpoint: scope.endpoint,
    });
    expect(dataSet.notes).toEqual([expect.stringContaining("Hugging Face has no data set owner/name")]);
  });

  test.each([401, 403])("lets in only those who accepted its terms (%i)", async (status) => {
    await using face = await hubServer(CONTENTS);
    gated(face, status);
    await using scope = await hubServer(CONTENTS);
    await using dataSet = await open(onBoth, {
      huggingFaceEndpoint: face.endpoint,
      modelScopeEndpoint: scope.endpoint,
    });
    expect(await rowsIn(dataSet)).toHaveLength(2);
    expect(dataSet.notes).toEqual([expect.stringContaining("accepted its terms, and HF_TOKEN is not set")]);
  });

  test("has other files", async () => {
    await using face = await hubServer({ "README.md": "#" });
    await using scope = await hubServer(CONTENTS);
    await using dataSet = await open(onBoth, {
      huggingFaceEndpoint: face.endpoint,
      modelScopeEndpoint: scope.endpoint,
    });
    expect(dataSet.notes).toEqual([expect.stringContaining("has no file like test/*.csv")]);
  });

  test("is away, unless the cache has it", async () => {
    const face = await hubServer(CONTENTS);
    await using scope = await hubServer(CONTENTS);
    const cacheFolder = await temporaryFolder();
    const options = { huggingFaceEndpoint: face.endpoint, modelScopeEndpoint: scope.endpoint, cacheFolder };
    await (await open(onBoth, options))[Symbol.asyncDispose]();
    await face.close();
    await using dataSet = await open(onBoth, options);
    expect(dataSet.description).toContain("Hugging Face");
    expect(scope.asked).toEqual([]);
  });
});

describe("what Hugging Face's refusals mean:", () => {
  const onFace = sourceOf({ huggingFace: { ...hub, gated: true } });

  test("terms to accept, without a token", async () => {
    await using face = await hubServer(CONTENTS);
    gated(face, 401);
    expect(await failureOf(open(onFace, { huggingFaceEndpoint: face.endpoint }))).toMatchObject({
      kind: "stack",
      message:
        "Hugging Face lets only those read owner/name who have accepted its terms, and HF_TOKEN is not set.",
      hint: `Open ${face.endpoint}/datasets/owner/name, accept its terms, and set HF_TOKEN to a token of that account.`,
    });
  });

  test("terms to accept, with a token that has not", async () => {
    await using face = await hubServer(CONTENTS);
    gated(face, 403);
    const cacheFolder = await temporaryFolder();
    const options = { huggingFaceEndpoint: face.endpoint, huggingFaceToken: TOKEN, cacheFolder };
    expect(await failureOf(open(onFace, options))).toMatchObject({
      message:
        "Hugging Face does not let this HF_TOKEN read owner/name: Access to dataset owner/name is restricted.",
    });
    // Nothing of the refusal is taken for the file.
    const kept = await readdir(join(cacheFolder, "huggingface", "owner", "name", face.commit), {
      recursive: true,
    });
    expect(kept).toEqual(["test"]);
  });

  test("a mirror that says no more than the status", async () => {
    await using face = await hubServer(CONTENTS);
    gated(face, 403, "");
    expect(await failureOf(open(onFace, { huggingFaceEndpoint: face.endpoint }))).toMatchObject({
      message: expect.stringContaining("accepted its terms"),
    });
  });

  test.each([
    ["a revision that is not there", 404, { "x-error-code": "RevisionNotFound" }, "has no such revision"],
    [
      "a data set that is hidden",
      401,
      { "x-error-code": "RepoNotFound" },
      "has no data set owner/name, or keeps it",
    ],
    ["a server that fails", 500, {}, "HTTP status 500"],
    ["a request that is refused", 400, {}, "HTTP status 400. what?"],
  ])("%s", async (_what, status, headers, message) => {
    await using face = await hubServer(CONTENTS);
    face.intercept = (_request, response) => {
      response.writeHead(status, headers).end("what?");
      return true;
    };
    expect(await failureOf(open(onFace, { huggingFaceEndpoint: face.endpoint }))).toMatchObject({
      kind: "stack",
      message: expect.stringContaining(message),
    });
    // What may pass is tried three times, what will not once.
    expect(face.asked).toHaveLength(status === 500 ? 3 : 1);
  });

  test("a login page in between", async () => {
    await using face = await hubServer(CONTENTS);
    face.intercept = (_request, response) => {
      response.end("<html>Sign in to the hotel's network</html>");
      return true;
    };
    expect(await failureOf(open(onFace, { huggingFaceEndpoint: face.endpoint }))).toMatchObject({
      message: expect.stringContaining("did not answer in JSON"),
      hint: expect.stringContaining("login page"),
    });
  });

  test("redirects without an end, or to no web address", async () => {
    await using face = await hubServer(CONTENTS);
    for (const [location, message] of [
      ["/again", "redirects more than 8 times"],
      ["file:///etc/passwd", "which is no web address"],
    ] as const) {
      face.intercept = (_request, response) => {
        response.writeHead(302, { location }).end();
        return true;
      };
      expect(await failureOf(open(onFace, { huggingFaceEndpoint: face.endpoint }))).toMatchObject({
        message: expect.stringContaining(message),
      });
    }
  });

  test("a list with paths that lead out of the cache", async () => {
    for (const path of ["../../evil.csv", "/evil.csv", "test/../../evil.csv", "test\\..\\..\\evil.csv"]) {
      await using face = await hubServer({ ...CONTENTS, [path]: "id\n1\n" });
      expect(await failureOf(open(onFace, { huggingFaceEndpoint: face.endpoint }))).toMatchObject({
        kind: "stack",
        message: expect.stringContaining("leads out of its repository"),
      });
    }
  });

  test("no id that leads out of the cache is asked for", async () => {
    for (const id of ["../../evil", "a/../../b", "/etc"]) {
      const source = sourceOf({ huggingFace: { ...hub, id } });
      expect(await failureOf(open(source, {}))).toMatchObject({ kind: "input" });
    }
  });
});

test("a data set of no hub says what to do", async () => {
  expect(await failureOf(open(sourceOf(), {}))).toMatchObject({
    kind: "stack",
    hint: "Name a file or folder that holds them.",
  });
});

test("where no hub gives it, both reasons are told", async () => {
  await using face = await hubServer(CONTENTS);
  gated(face, 401);
  expect(await failureOf(open(onBoth, { huggingFaceEndpoint: face.endpoint }))).toMatchObject({
    kind: "stack",
    message: expect.stringMatching(/accepted its terms.*127\.0\.0\.1:9 cannot be reached/),
    hint: expect.stringContaining("accept its terms"),
  });
});
