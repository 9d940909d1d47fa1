import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NO_EVIDENCE } from "../../../src/contracts/run-evidence.ts";
import { tensorsPage } from "../../../src/report/tensors/page/page.ts";
import { result } from "../../compare/tensors/results.ts";
import { compareRun } from "../../report/tensors/runs.ts";
import { axeFaults, CHROMIUM_PATH, launchChromium, openWatched } from "../../support/chromium.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { reportsFolder, view } from "./served.ts";

const HOSTILE = '"><img src=x onerror="alert(1)"><script>alert(2)</script>';

describe.skipIf(CHROMIUM_PATH === null)("fvalidate view in Chromium", () => {
  let browser: Browser;
  let server: Awaited<ReturnType<typeof view>>;

  beforeAll(async () => {
    browser = await launchChromium();
    const reports = await reportsFolder();
    await mkdir(join(reports, HOSTILE.replaceAll("/", "∕")));
    const tensors = [
      result({ name: HOSTILE, outcome: "fail", message: HOSTILE }),
      ...Array.from({ length: 300 }, (_, index) => result({ name: `model.layers.${index}.mlp` })),
    ];
    const growth = tensors.map(({ name }, call) => ({
      call,
      layer: name,
      name,
      relativeL2: 1e-6 * (call + 1),
      growth: null,
    }));
    const run = compareRun({
      tensors,
      pairs: tensors.length,
      growth,
      headline: HOSTILE,
      verdict: "inconsistent",
    });
    await mkdir(join(reports, "tensors-run"));
    await writeFile(join(reports, "tensors-run", "run.json"), JSON.stringify(run));
    server = await view(reports);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  it("leads from the list over two ticks to both runs side by side, and back", async () => {
    await using opened = await openWatched(browser, `${server.url}/`);
    const { page, complaints } = opened;
    await page.getByLabel("Choose h200-live", { exact: true }).check();
    await page.getByLabel("Choose pi0-h200", { exact: true }).check();
    await page.getByRole("button", { name: "Show two side by side" }).click();
    await page.waitForURL(/\/compare\?a=pi0-h200&b=h200-live$/);
    await expect
      .poll(() => page.getByRole("heading", { level: 1 }).textContent())
      .toBe("Two runs side by side");
    await page.getByRole("link", { name: "Swap A and B" }).click();
    await page.waitForURL(/a=h200-live&b=pi0-h200$/);
    await page.getByRole("link", { name: "pi0-h200" }).click();
    await page.waitForURL(/\/runs\/pi0-h200$/);
    await page.getByRole("link", { name: "All runs" }).click();
    await page.waitForURL(/\/$/);
    expect(complaints).toEqual([]);
  });

  it("narrows the list down by its form", async () => {
    await using opened = await openWatched(browser, `${server.url}/`);
    const { page, complaints } = opened;
    await page.getByLabel("kind").selectOption("bench");
    await page.getByLabel("Search").fill("ernie");
    await page.getByRole("button", { name: "Filter" }).click();
    await page.waitForURL(/search=ernie/);
    expect(await page.locator("a.run-link").count()).toBe(1);
    expect(await page.getByLabel("kind").inputValue()).toBe("bench");
    expect(complaints).toEqual([]);
  });

  it("lets a run's files be downloaded", async () => {
    await using opened = await openWatched(browser, `${server.url}/runs/pi0-h200`);
    const download = opened.page.waitForEvent("download");
    await opened.page.getByRole("link", { name: "report.csv" }).click();
    expect((await download).suggestedFilename()).toBe("report.csv");
  });

  const PAGES = [
    "/",
    "/runs/pi0-h200",
    "/runs/tensors-run",
    "/runs/bench-ernie",
    "/compare?a=pi0-h200&b=h200-live",
    "/compare?a=bench-ernie&b=bench-inconsistent",
  ];

  it.each(PAGES)("has no serious fault by axe, no complaint and nothing too wide: %s", async (path) => {
    for (const colorScheme of ["light", "dark"] as const) {
      for (const width of [1280, 390]) {
        await using opened = await openWatched(browser, server.url + path, { colorScheme, width });
        const { page, complaints, requests } = opened;
        expect(await axeFaults(page), `${colorScheme} ${width}`).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(
          0,
        );
        expect([complaints, requests]).toEqual([[], []]);
      }
    }
  });

  it("sorts, searches and narrows down the tensors, and leads to why one fails", async () => {
    await using opened = await openWatched(browser, `${server.url}/runs/tensors-run`);
    const { page, complaints } = opened;
    const names = page.locator("#tensors tbody tr:not([hidden]) th");
    expect(await names.count()).toBe(301);
    await page.locator("#tensor-search").fill("layers.29");
    expect(await names.allTextContents()).toEqual([
      "model.layers.29.mlp",
      ...Array.from({ length: 10 }, (_, at) => `model.layers.29${at}.mlp`),
    ]);
    await page.locator("#tensor-search").fill("");
    await page.locator("#tensor-outcome").selectOption("fail");
    expect(await names.allTextContents()).toEqual([HOSTILE]);
    await names.getByRole("link").click();
    expect(await page.locator("#tensor-1").getAttribute("open")).not.toBeNull();
    await page.locator("#tensor-outcome").selectOption("");
    const rank = page.locator("#tensors thead th", { hasText: "rank" }).getByRole("button");
    await rank.click();
    await rank.click();
    const ranks = await page.locator("#tensors tbody tr td:nth-child(2)").allTextContents();
    expect(new Set([ranks[0], ranks.at(-1)])).toEqual(new Set(["1", "301"]));
    expect(complaints).toEqual([]);
  });

  it("works from the disk as well: the page of 12,000 tensors", async () => {
    const tensors = Array.from({ length: 12_000 }, (_, index) =>
      result({ name: `model.layers.${index}.mlp` }),
    );
    const file = join(await temporaryFolder(), "report.html");
    await writeFile(file, tensorsPage(compareRun({ tensors, pairs: tensors.length }), NO_EVIDENCE));
    await using opened = await openWatched(browser, file);
    const { page, complaints, requests } = opened;
    await page.locator("#tensor-search").fill("layers.100");
    expect(await page.locator("#tensors tbody tr:not([hidden])").count()).toBeGreaterThan(1);
    expect([complaints, requests]).toEqual([[], []]);
  });
});
