import { mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { htmlFaults } from "../../report/view/html-faults.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { addRun, ask, reportsFolder, view } from "./served.ts";

let reports: string;
let server: Awaited<ReturnType<typeof view>>;

beforeAll(async () => {
  reports = await reportsFolder();
  server = await view(reports);
});
afterAll(() => server[Symbol.asyncDispose]());

const get = (path: string) => ask(server.url, path);
const names = (page: string) =>
  [...parseHTML(page).document.querySelectorAll(".run code")].map(({ textContent }) => textContent ?? "");

describe("what is served", () => {
  it("is the list of runs, the newest first", async () => {
    const { status, body, headers } = await get("/");
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    const dates = [...parseHTML(body).document.querySelectorAll(".run time")].map(
      (time) => time.getAttribute("datetime") ?? "",
    );
    expect(dates).toEqual(dates.toSorted().reverse());
    expect(names(body).toSorted()).toEqual(["bench-ernie", "bench-inconsistent", "h200-live", "pi0-h200"]);
  });

  it("is each run's page, rendered from its run.json, with its files above it", async () => {
    const { status, body } = await get("/runs/h200-live");
    expect(status).toBe(200);
    const run = JSON.parse(await readFile(join(reports, "h200-live", "run.json"), "utf8"));
    expect(body).toContain(run.verdict.toUpperCase());
    expect(body).toContain(run.headline);
    const { document } = parseHTML(body);
    const files = [...document.querySelectorAll(".bar a[download]")].map(({ textContent }) => textContent);
    expect(files).toEqual(expect.arrayContaining(["run.json", "report.md", "report.html", "samples.jsonl"]));
    expect(await htmlFaults(body)).toEqual([]);
  });

  it("is each file, as it lies there or as it would be written now", async () => {
    const run = await get("/runs/pi0-h200/files/run.json");
    expect(run.body).toBe(await readFile(join(reports, "pi0-h200", "run.json"), "utf8"));
    expect(run.headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "content-disposition": 'attachment; filename="run.json"',
    });
    expect((await get("/runs/pi0-h200/files/report.md")).body).toContain("0.8899%");
    await writeFile(join(reports, "pi0-h200", "report.md"), "as it was written\n");
    expect((await get("/runs/pi0-h200/files/report.md")).body).toBe("as it was written\n");
    await rm(join(reports, "pi0-h200", "report.md"));
  });

  it("is two runs side by side", async () => {
    const { status, body } = await get("/compare?a=pi0-h200&b=h200-live");
    expect(status).toBe(200);
    const { document } = parseHTML(body);
    expect([...document.querySelectorAll(".side a")].map((link) => link.getAttribute("href"))).toEqual([
      "/runs/pi0-h200",
      "/runs/h200-live",
    ]);
  });

  it("puts the earlier of two chosen runs first, in whichever order they are chosen", async () => {
    for (const query of ["run=h200-live&run=pi0-h200", "run=pi0-h200&run=h200-live"]) {
      const { status, headers } = await get(`/compare?${query}`);
      expect([status, headers["location"]]).toEqual([303, "/compare?a=pi0-h200&b=h200-live"]);
    }
  });

  it.each(["", "run=pi0-h200", "run=pi0-h200&run=h200-live&run=bench-ernie"])(
    "asks for two where %j are chosen",
    async (query) => {
      const { status, body } = await get(`/compare?${query}`);
      expect(status).toBe(400);
      expect(body).toContain("Choose two runs");
    },
  );

  it("is what GET would bring, without it, for HEAD", async () => {
    for (const path of ["/", "/runs/pi0-h200", "/runs/pi0-h200/files/run.json", "/nothing"]) {
      const [head, whole] = [await ask(server.url, path, { method: "HEAD" }), await get(path)];
      expect(head.status).toBe(whole.status);
      expect(head.body).toBe("");
      expect(head.headers["content-length"]).toBe(whole.headers["content-length"]);
    }
  });

  it("changes with the folder, without a new start", async () => {
    await addRun(reports, "bench-failed", "comes-later");
    expect(names((await get("/")).body)).toContain("comes-later");
    await addRun(reports, "bench-interrupted", "comes-later");
    expect((await get("/?status=interrupted")).body).toContain("comes-later");
    await rename(join(reports, "comes-later"), join(reports, "has-another-name"));
    expect(names((await get("/")).body)).toContain("has-another-name");
    expect((await get("/runs/comes-later")).status).toBe(404);
    await rm(join(reports, "has-another-name"), { recursive: true });
    expect(names((await get("/")).body)).not.toContain("has-another-name");
  });

  it("are the parts of a suite's run too", async () => {
    await addRun(join(reports, "pi0-h200"), "bench-ernie", "part");
    expect(names((await get("/")).body)).toContain("pi0-h200/part");
    expect((await get("/runs/pi0-h200%2Fpart")).status).toBe(200);
    expect((await get("/compare?a=bench-ernie&b=pi0-h200%2Fpart")).status).toBe(200);
    await rm(join(reports, "pi0-h200", "part"), { recursive: true });
  });
});

describe("a run that cannot be shown", () => {
  it.each([
    [
      "without a result",
      async (folder: string) => writeFile(join(folder, "samples.jsonl"), "{}\n"),
      "has no run.json",
    ],
    [
      "of torn JSON",
      async (folder: string) => writeFile(join(folder, "run.json"), '{"schema": "fval'),
      "not JSON",
    ],
    ["of another program", async (folder: string) => writeFile(join(folder, "run.json"), "[1]"), "run.json"],
    [
      "of another version",
      async (folder: string) =>
        writeFile(join(folder, "run.json"), '{"schema": "fvalidate.run/9", "kind": "pi0"}'),
      "run.json",
    ],
    ["with a folder for a result", async (folder: string) => mkdir(join(folder, "run.json")), "not a file"],
    [
      "with a link for a result",
      async (folder: string) => symlink("/etc/hostname", join(folder, "run.json")),
      "not a file",
    ],
  ])("%s is listed with its reason and keeps nobody from the others", async (_name, make, reason) => {
    const folder = join(reports, "broken");
    await mkdir(folder);
    await make(folder);
    const { status, body } = await get("/");
    expect(status).toBe(200);
    expect(names(body)).toEqual(expect.arrayContaining(["broken", "pi0-h200"]));
    expect(body).toContain(reason);
    const own = await get("/runs/broken");
    expect(own.status).toBe(422);
    expect(own.body).toContain(reason);
    expect((await get("/compare?a=broken&b=pi0-h200")).status).toBe(422);
    await rm(folder, { recursive: true });
  });

  it("although its head can be read says what is missing", async () => {
    const folder = await addRun(reports, "pi0-h200", "half");
    const { metrics: _, ...half } = JSON.parse(await readFile(join(folder, "run.json"), "utf8"));
    await writeFile(join(folder, "run.json"), JSON.stringify(half));
    expect((await get("/runs/half")).body).toContain("is not a whole run result");
    await rm(folder, { recursive: true });
  });
});

describe("what is not served", () => {
  let outside: string;
  const secret = "nobody may read this";

  beforeAll(async () => {
    outside = await temporaryFolder();
    await addRun(outside, "pi0-h200", "elsewhere");
    await writeFile(join(outside, "secret.txt"), secret);
    await symlink(join(outside, "elsewhere"), join(reports, "link"));
    const folder = await addRun(reports, "pi0-h200", "with-links");
    await symlink(join(outside, "secret.txt"), join(folder, "samples.jsonl"));
    await symlink(join(outside, "secret.txt"), join(folder, "report.md"));
    await writeFile(join(folder, "secret.txt"), secret);
    await writeFile(join(reports, "secret.txt"), secret);
    await mkdir(join(reports, ".hidden"));
  });
  afterAll(async () => {
    for (const name of ["link", "with-links", "secret.txt", ".hidden"])
      await rm(join(reports, name), { recursive: true });
  });

  it.each([
    "/secret.txt",
    "/runs/secret.txt",
    "/../secret.txt",
    "/runs/..",
    "/runs/../secret.txt",
    "/runs/..%2fsecret.txt",
    "/runs/%2e%2e",
    "/runs/%2e%2e%2f%2e%2e%2fetc",
    "/runs/.",
    "/runs/.hidden",
    "/runs/pi0-h200/..",
    "/runs/pi0-h200%00",
    "/runs/pi0-h200/files/",
    "/runs/pi0-h200/files/..%2f..%2fsecret.txt",
    "/runs/pi0-h200/files/../../secret.txt",
    "/runs/pi0-h200/files/tensors",
    "/runs/pi0-h200/files/run.json%00.md",
    "/runs/with-links/files/secret.txt",
    "/runs/with-links/files/samples.jsonl",
    "/runs/link/files/run.json",
    "/runs/h200-live%2Ftensors",
    "/compare?a=..&b=pi0-h200",
    "/runs",
    "/runs/",
    "//etc/hostname",
  ])("%s", async (path) => {
    const { status, body } = await get(path);
    expect(status).toBe(404);
    expect(body).not.toContain(secret);
  });

  it("is what a link leads to, and the list says so", async () => {
    expect((await get("/runs/link")).status).toBe(422);
    expect((await get("/")).body).toContain("links are not followed");
    const rendered = await get("/runs/with-links/files/report.md");
    expect(rendered.body).not.toContain(secret);
    expect((await get("/runs/with-links")).body).toContain("is a link, and links are not followed");
  });

  it.each([
    "evil.example",
    "evil.example:80",
    "127.0.0.1",
    "127.0.0.1:1",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
  ])("is anything for the host %j, which is not this server's", async (host) => {
    const { status, body } = await ask(server.url, "/", { headers: { host } });
    expect([400, 403]).toContain(status);
    expect(body).not.toContain("pi0-h200");
  });

  it("is anything for a request that names no host at all", async () => {
    const { hostname, port } = new URL(server.url);
    const answer = await new Promise<string>((resolve, reject) => {
      let text = "";
      const socket = connect(Number(port), hostname, () => socket.write("GET / HTTP/1.0\r\n\r\n"));
      socket.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      socket.on("error", reject).on("close", () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    expect(answer).not.toContain("pi0-h200");
  });

  it("is answered under each name of this machine", async () => {
    const { port } = new URL(server.url);
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`])
      expect((await ask(server.url, "/", { headers: { host } })).status).toBe(200);
  });

  it.each(["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])("is changed by %s", async (method) => {
    const { status, headers } = await ask(server.url, "/runs/pi0-h200", { method });
    expect([status, headers["allow"]]).toEqual([405, "GET, HEAD"]);
  });

  it("goes to nobody else: every answer forbids to guess, frame, keep and share it", async () => {
    for (const path of ["/", "/runs/pi0-h200", "/runs/pi0-h200/files/run.json", "/nothing", "/compare"]) {
      const { headers } = await get(path);
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "cross-origin-resource-policy": "same-origin",
      });
      expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; .*frame-ancestors 'none'/);
      expect(headers["access-control-allow-origin"]).toBeUndefined();
    }
  });

  it("is another run, where one alone is shown", async () => {
    await using alone = await view(reports, "pi0-h200");
    expect(names((await ask(alone.url, "/")).body)).toEqual(["pi0-h200"]);
    expect((await ask(alone.url, "/runs/bench-ernie")).status).toBe(404);
  });
});

describe("a large run", () => {
  it("keeps nobody waiting who looks at another one", async () => {
    const folder = await addRun(reports, "pi0-h200", "large");
    const run = JSON.parse(await readFile(join(folder, "run.json"), "utf8"));
    // Some 40 MB that are read and thrown away again.
    await writeFile(
      join(folder, "run.json"),
      JSON.stringify({ ...run, filling: Array.from({ length: 4_000_000 }, (_, at) => at) }),
    );
    // Threads that are there already, as they are for all but the first look.
    await Promise.all([get("/runs/bench-ernie"), get("/runs/bench-inconsistent")]);
    const order: string[] = [];
    const asked = ["large", "bench-ernie"].map(async (name) => {
      const { status } = await get(`/runs/${name}`);
      order.push(name);
      return status;
    });
    expect(await Promise.all(asked)).toEqual([200, 200]);
    expect(order).toEqual(["bench-ernie", "large"]);
    await rm(folder, { recursive: true });
  });

  it("is sent piece by piece to a reader who may go away", async () => {
    const folder = await addRun(reports, "pi0-h200", "long-samples");
    await writeFile(join(folder, "samples.jsonl"), "x".repeat(20_000_000));
    await new Promise<void>((resolve, reject) => {
      const sent = request(`${server.url}/runs/long-samples/files/samples.jsonl`, (response) => {
        response.once("data", () => {
          response.destroy();
          resolve();
        });
      });
      sent.on("error", reject).end();
    });
    expect((await get("/runs/long-samples/files/samples.jsonl")).body.length).toBe(20_000_000);
    await rm(folder, { recursive: true });
  });
});
