import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { expect, it } from "vitest";
import { suiteOf } from "../../report/suite/suites.ts";
import { htmlFaults, tableOf } from "../../report/view/html-faults.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { addRun, ask, view } from "./served.ts";

/** Two nights of one suite; the second has another figure and verdict. */
async function nights(): Promise<string> {
  const reports = await temporaryFolder();
  const figures = (value: number) => [{ label: "MAPE", value, unit: "%" }];
  const runs = {
    first: suiteOf({ folder: "part-1", figures: figures(0.5) }),
    second: suiteOf({ folder: "part-2", figures: figures(0.75), verdict: "inconsistent" }),
  };
  for (const [at, [name, run]] of Object.entries(runs).entries()) {
    await addRun(join(reports, name), "pi0-h200", `part-${at + 1}`);
    await writeFile(join(reports, name, "run.json"), JSON.stringify(run));
  }
  return reports;
}

it("a suite's run leads to its parts, which are listed and shown as all runs are", async () => {
  await using server = await view(await nights());
  const list = (await ask(server.url, "/?kind=suite")).body;
  expect(parseHTML(list).document.querySelectorAll(".run")).toHaveLength(2);
  expect((await ask(server.url, "/?search=part-1")).body).toContain("first/part-1");
  const { body } = await ask(server.url, "/runs/first");
  const link = parseHTML(body).document.querySelector("#parts tbody a")?.getAttribute("href");
  expect(link).toBe("/runs/first%2Fpart-1");
  expect((await ask(server.url, link ?? "")).body).toContain("0.8899");
  expect((await ask(server.url, "/runs/first/files/junit.xml")).body).toMatch(/^<\?xml/);
});

it("two nights stand side by side, part by part", async () => {
  await using server = await view(await nights());
  const { body } = await ask(server.url, "/compare?a=first&b=second");
  const [, part] = tableOf(body, "Each part");
  expect([part?.[1], part?.[3]]).toEqual(["✓ consistent", "✗ inconsistent"]);
  expect(tableOf(body, "Every figure of the parts")[1]).toEqual([
    "pi0",
    "MAPE",
    "0.500000 %",
    "0.750000 %",
    "+0.2500 %",
  ]);
  const link = parseHTML(body).document.querySelector("#parts tbody td a")?.getAttribute("href");
  expect(link).toBe("/compare?a=first%2Fpart-1&b=second%2Fpart-2");
  expect((await ask(server.url, link ?? "")).status).toBe(200);
  expect(await htmlFaults(body)).toEqual([]);
  expect((await ask(server.url, "/compare?a=first&b=second%2Fpart-2")).body).toContain(
    "choose one of its parts",
  );
});

it("a part that is said to lie elsewhere is not read", async () => {
  const reports = await nights();
  const elsewhere = await temporaryFolder();
  await addRun(elsewhere, "pi0-h200", "outside");
  for (const folder of [`../../${elsewhere.split("/").at(-1)}/outside`, "..", "linked"]) {
    await mkdir(join(reports, "odd"), { recursive: true });
    await symlink(join(elsewhere, "outside"), join(reports, "odd", "linked")).catch(() => undefined);
    await writeFile(join(reports, "odd", "run.json"), JSON.stringify(suiteOf({ folder })));
    await using server = await view(reports);
    const { body, status } = await ask(server.url, "/runs/odd");
    expect(status).toBe(200);
    expect(parseHTML(body).document.querySelectorAll("#parts tbody a")).toHaveLength(0);
    expect((await ask(server.url, "/runs/odd%2Flinked")).status).toBe(404);
    expect((await ask(server.url, "/runs/odd/files/junit.xml")).body).not.toContain("0.8899");
  }
});
