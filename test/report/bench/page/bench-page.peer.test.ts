import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NO_EVIDENCE, type RunEvidence } from "../../../../src/contracts/run-evidence.ts";
import { benchPage } from "../../../../src/report/bench/page/bench-page.ts";
import { axeFaults, CHROMIUM_PATH, launchChromium, openWatched } from "../../../support/chromium.ts";
import { temporaryFolder } from "../../../support/cli.ts";
import { benchRun, hostileRun } from "../runs.ts";
import { evidenceOf, flipWith, HOSTILE, largeRun } from "./flips.ts";

const RUN = benchRun("bench-inconsistent");

const FLIPS = evidenceOf([
  flipWith({ id: "diamond/1" }, ["Berlin is the capital.", "Paris is the capital."]),
  flipWith({ id: "diamond/2", cause: "truncated" }, ["Rome it is.", "Let us think about Roma"]),
  flipWith({ id: "diamond/3", direction: "gained" }, ["العربية أ", "العربية ب"]),
  flipWith({ id: "math/1", benchmark: "math500", direction: "gained" }, [HOSTILE, `${HOSTILE} Berlin`]),
]);

describe.skipIf(CHROMIUM_PATH === null)("the page of a run of benchmarks in Chromium", () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    browser = await launchChromium();
    folder = await temporaryFolder();
  });
  afterAll(async () => browser?.close());

  async function written(evidence: RunEvidence, run = RUN): Promise<string> {
    const path = join(folder, `${crypto.randomUUID()}.html`);
    await writeFile(path, benchPage(run, evidence));
    return path;
  }

  describe.each(["light", "dark"] as const)("%s", (colorScheme) => {
    it.each([1280, 390])(
      "%i pixels wide is accessible, complains of nothing and fetches nothing",
      async (width) => {
        await using watched = await openWatched(browser, await written(FLIPS), { colorScheme, width });
        const { page, complaints, requests } = watched;
        await page.getByRole("button", { name: "Open all" }).click();
        expect(await axeFaults(page)).toEqual([]);
        expect(complaints).toEqual([]);
        expect(requests).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
        expect(await page.locator("#benchmarks svg:visible").count()).toBe(1);
      },
    );
  });

  it.each(["bench-outputs", "bench-outputs-totals", "bench-failed", "bench-minicpm-repeats"])(
    "of %s is accessible and complains of nothing",
    async (name) => {
      await using watched = await openWatched(browser, await written(NO_EVIDENCE, benchRun(name)));
      expect(await axeFaults(watched.page)).toEqual([]);
      expect(watched.complaints).toEqual([]);
    },
  );

  it("takes nothing from its data for mark-up or script", async () => {
    const run = hostileRun(RUN, HOSTILE);
    await using watched = await openWatched(browser, await written(FLIPS, run));
    expect(await watched.page.title()).toContain("INCONSISTENT");
    expect(watched.complaints).toEqual([]);
    expect(await watched.page.locator("img, [onerror]").count()).toBe(0);
  });

  describe("the flips", () => {
    const visibleIds = async (page: Page) => {
      const rows = page.locator("#flips [data-item]:visible > tr:first-child > th");
      return rows.allTextContents();
    };
    const choice = (page: Page, name: string) => page.getByRole("combobox", { name: new RegExp(`^${name}`) });
    const shown = (page: Page) => page.locator("#flips output");

    it("are narrowed down by each choice and by both together, and counted", async () => {
      await using watched = await openWatched(browser, await written(FLIPS));
      const { page } = watched;
      expect(await visibleIds(page)).toEqual(["diamond/1", "diamond/2", "diamond/3", "math/1"]);
      expect(await shown(page).textContent()).toBe("4 flips");
      await choice(page, "Outcome").selectOption({ label: "gained (2)" });
      expect(await visibleIds(page)).toEqual(["diamond/3", "math/1"]);
      expect(await shown(page).textContent()).toBe("2 of 4 flips");
      await choice(page, "Benchmark").selectOption({ label: "MATH-500 (1)" });
      expect(await visibleIds(page)).toEqual(["math/1"]);
      await choice(page, "Outcome").selectOption({ label: "all" });
      await choice(page, "Benchmark").selectOption({ label: "all" });
      await choice(page, "Cause").selectOption({ label: "truncated (1)" });
      expect(await visibleIds(page)).toEqual(["diamond/2"]);
    });

    it("are searched by id, prediction and reply, and none is said to match where none does", async () => {
      await using watched = await openWatched(browser, await written(FLIPS));
      const { page } = watched;
      const search = page.getByRole("searchbox");
      await search.fill("BERLIN");
      expect(await visibleIds(page)).toEqual(["diamond/1", "math/1"]);
      expect(await shown(page).textContent()).toBe("2 of 4 flips");
      await search.fill("diamond/2");
      expect(await visibleIds(page)).toEqual(["diamond/2"]);
      await search.fill("العربية ب");
      expect(await visibleIds(page)).toEqual(["diamond/3", "math/1"]);
      await search.fill("nothing has this");
      expect(await visibleIds(page)).toEqual([]);
      expect(await page.locator("#flips [data-none]").textContent()).toBe("None of the 4 flips match.");
      expect(await page.locator("#flips [data-none]").isVisible()).toBe(true);
    });

    it("are announced as they change", async () => {
      await using watched = await openWatched(browser, await written(FLIPS));
      // The role of `output` is `status`, whose changes are read out.
      await watched.page.getByRole("searchbox").fill("berlin");
      expect(await watched.page.getByRole("status").textContent()).toBe("2 of 4 flips");
    });

    it("open and close by keyboard, and show where the replies part", async () => {
      await using watched = await openWatched(browser, await written(FLIPS));
      const { page } = watched;
      const first = page.locator("#flips .replies").first();
      expect(await first.isVisible()).toBe(false);
      await page.locator("#flips summary").first().focus();
      await page.keyboard.press("Enter");
      expect(await first.isVisible()).toBe(true);
      expect(await first.locator("mark").allTextContents()).toEqual(["Berlin", "Paris"]);
    });

    it("are all there without JavaScript, with nothing that does not work", async () => {
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(`file://${await written(FLIPS)}`);
      expect(await visibleIds(page)).toEqual(["diamond/1", "diamond/2", "diamond/3", "math/1"]);
      expect(await page.locator("#flips select:visible, #flips button:visible").count()).toBe(0);
      await page.locator("#flips summary").first().click();
      expect(await page.locator("#flips .replies").first().isVisible()).toBe(true);
      await context.close();
    });

    it("of a run of 12,000 samples are searched in less than a second", async () => {
      const { run, evidence } = largeRun();
      await using watched = await openWatched(browser, await written(evidence, run));
      const { page, complaints } = watched;
      const milliseconds = await page.evaluate(() => {
        const { document, performance, Event } = globalThis as unknown as {
          document: {
            querySelector(selector: string): { value: string; dispatchEvent(event: unknown): void };
          };
          performance: { now(): number };
          Event: new (name: string) => unknown;
        };
        const search = document.querySelector("#flip-search");
        const began = performance.now();
        search.value = "category/17";
        search.dispatchEvent(new Event("input"));
        return performance.now() - began;
      });
      // Generous: the machine does other things as well.
      expect(milliseconds).toBeLessThan(1000);
      expect(await visibleIds(page)).not.toEqual([]);
      for (const id of await visibleIds(page)) expect(id).toContain("category/17");
      expect(complaints).toEqual([]);
    });
  });
});
