import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AnyRun } from "../../../src/contracts/any-run.ts";
import { NO_EVIDENCE, type RunEvidence } from "../../../src/contracts/run-evidence.ts";
import { htmlReporter } from "../../../src/report/html.ts";
import { axeFaults, CHROMIUM_PATH, launchChromium, openWatched } from "../../support/chromium.ts";
import { FIXTURE_RUNS, hostile, pi0Evidence, pi0Run, smallPi0 } from "./pages.ts";

/** What a person would call an element, in the browser. */
const NAME_OF =
  "(part) => [part.tagName, part.id || part.getAttribute('aria-label') || part.textContent.slice(0, 40)].join(' ')";

describe.skipIf(CHROMIUM_PATH === null)("pages in Chromium", () => {
  let browser: Browser;
  let folder = "";
  beforeAll(async () => {
    browser = await launchChromium();
    folder = await mkdtemp(join(tmpdir(), "fvalidate-page-"));
  });
  afterAll(() => browser?.close());

  async function fileOf(run: AnyRun, evidence: RunEvidence = NO_EVIDENCE): Promise<string> {
    const file = join(folder, `${run.kind}-${Math.random()}.html`);
    await writeFile(file, await htmlReporter.render(run, evidence));
    return file;
  }

  const open = async (run: AnyRun, evidence: RunEvidence, options: Parameters<typeof openWatched>[2] = {}) =>
    openWatched(browser, await fileOf(run, evidence), options);

  describe.each(FIXTURE_RUNS)("the page of %s", (_name, run) => {
    it.each(["light", "dark"] as const)(
      "has no serious fault that axe finds, %s, and asks for nothing",
      async (colorScheme) => {
        const evidence = run.kind === "pi0" ? await pi0Evidence() : NO_EVIDENCE;
        await using watched = await open(run, evidence, { colorScheme });
        await watched.page
          .locator("details")
          .evaluateAll("all => all.forEach(one => { one.open = true; })" as never);
        expect(await axeFaults(watched.page)).toEqual([]);
        expect(watched.complaints).toEqual([]);
        expect(watched.requests).toEqual([]);
      },
    );

    it("is no wider than a telephone", async () => {
      await using watched = await open(run, run.kind === "pi0" ? await pi0Evidence() : NO_EVIDENCE, {
        width: 390,
      });
      expect(await watched.page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    });

    it("runs nothing that its texts hold", async () => {
      const evidence = run.kind === "pi0" ? smallPi0(await pi0Evidence()).evidence : NO_EVIDENCE;
      const shown = run.kind === "pi0" ? smallPi0(await pi0Evidence()).run : run;
      await using watched = await open(hostile(shown), evidence);
      expect(watched.complaints).toEqual([]);
      expect(watched.requests).toEqual([]);
      expect(await watched.page.locator("h1").count()).toBe(1);
    });
  });

  describe("the page of a pi0 run", () => {
    it("shows its verdict in words, and its figures", async () => {
      await using watched = await open(pi0Run(), await pi0Evidence());
      expect(await watched.page.locator("h1").innerText()).toContain("CONSISTENT");
      expect(await watched.page.locator(".tiles").innerText()).toContain("0.8899 %");
    });

    it("draws another observation where one is chosen, where its actions are", async () => {
      const evidence = await pi0Evidence();
      await using watched = await open(pi0Run(), evidence);
      const { page } = watched;
      const choice = page.getByRole("combobox", { name: "Observation" });
      const panel = page.locator('[data-dimension="4"]');
      const path = panel.locator(".curve-candidate path");
      const worst = (await path.getAttribute("d")) ?? "";
      await choice.selectOption("3");
      const third = (await path.getAttribute("d")) ?? "";
      expect(third).not.toBe(worst);
      expect(await panel.locator("svg").first().getAttribute("aria-label")).toContain("observation 3");
      await choice.selectOption({ index: 0 });
      // What the page drew and what the script draws are the same curve, to less than a tenth of a pixel.
      const numbers = (d: string) => d.match(/[\d.]+/g)?.map(Number) ?? [];
      const [drawn, again] = [numbers(worst), numbers((await path.getAttribute("d")) ?? "")];
      expect(again.length).toBe(drawn.length);
      drawn.forEach((value, index) => {
        expect(Math.abs(value - (again[index] ?? Number.NaN))).toBeLessThan(0.1);
      });
      expect(watched.complaints).toEqual([]);
    });

    it("draws a number that stands alone between gaps as a point, whichever observation is chosen", async () => {
      const evidence = await pi0Evidence();
      const { shape, values } = evidence.actions!.candidate;
      const [, steps, dimensions] = shape;
      for (let index = 4; index < values.length; index += dimensions) {
        if (Math.floor(index / dimensions) % steps !== 1) values[index] = Number.NaN;
      }
      await using watched = await open(pi0Run(), evidence);
      const { page } = watched;
      const path = page.locator('[data-dimension="4"] .curve-candidate path');
      expect(await path.getAttribute("d")).toMatch(/^M[\d.]+,[\d.]+Z$/);
      await page.getByRole("combobox", { name: "Observation" }).selectOption("3");
      expect(await path.getAttribute("d")).toMatch(/^M[\d.]+,[\d.]+Z$/);
      expect(watched.complaints).toEqual([]);
    });

    it("sorts a table by a heading, both ways, and says so", async () => {
      await using watched = await open(pi0Run(), await pi0Evidence());
      const { page } = watched;
      await page.getByText("Errors of every dimension as a table").click();
      const table = page.locator("table", { hasText: "Errors by dimension" });
      const firstOf = async () => Number(await table.locator("tbody tr th").first().innerText());
      const wape = table.getByRole("button", { name: "WAPE" });
      await wape.click();
      expect(await firstOf()).toBe(20);
      expect(await table.locator('[aria-sort="descending"]').innerText()).toContain("WAPE");
      await wape.click();
      expect(await firstOf()).toBe(2);
    });

    it("can be read by the keyboard alone", async () => {
      const { run, evidence } = smallPi0(await pi0Evidence());
      await using watched = await open(run, evidence);
      const { page } = watched;
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the content");
      await page.keyboard.press("Enter");
      expect(await page.evaluate("document.activeElement.id")).toBe("content");
      const reached = new Set<unknown>();
      for (let presses = 0; presses < 120; presses += 1) {
        await page.keyboard.press("Tab");
        reached.add(await page.evaluate(`(${NAME_OF})(document.activeElement)`));
        // Behind the last element comes the browser itself.
        if (await page.evaluate("document.activeElement === document.body")) break;
        expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).not.toBe("none");
      }
      const wanted: string[] = await page.evaluate(
        `[...document.querySelectorAll('main :is(summary, select, button, [tabindex="0"])')].filter((part) => part.checkVisibility()).map(${NAME_OF})`,
      );
      expect(wanted.filter((name) => !reached.has(name))).toEqual([]);
      expect(wanted.length).toBeGreaterThan(10);
    });

    it("opens everything for paper, and folds it again", async () => {
      const { run, evidence } = smallPi0(await pi0Evidence());
      await using watched = await open(run, evidence);
      const { page } = watched;
      const pdf = await page.pdf({ format: "A4" });
      expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
      const closed = "document.querySelectorAll('details:not([open])').length";
      const before = await page.evaluate(closed);
      await page.evaluate("dispatchEvent(new Event('beforeprint'))");
      expect(await page.evaluate(closed)).toBe(0);
      await page.evaluate("dispatchEvent(new Event('afterprint'))");
      expect(await page.evaluate(closed)).toBe(before);
      expect(before).toBeGreaterThan(3);
    });

    it("goes dark and light by its own button", async () => {
      const { run, evidence } = smallPi0(await pi0Evidence());
      await using watched = await open(run, evidence);
      const { page } = watched;
      const ground = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
      const light = await ground();
      await page.getByRole("button", { name: "Dark page" }).click();
      expect(await ground()).not.toBe(light);
      expect(await axeFaults(page)).toEqual([]);
      await page.getByRole("button", { name: "Light page" }).click();
      expect(await ground()).toBe(light);
    });

    it("shows the same without its script, but for what only that can do", async () => {
      const { run, evidence } = smallPi0(await pi0Evidence());
      const file = await fileOf(run, evidence);
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(`file://${file}`);
      expect(await page.getByText("Drawn is the worst observation").isVisible()).toBe(true);
      expect(await page.locator("select").first().isVisible()).toBe(false);
      expect(await page.getByRole("button").count()).toBe(0);
      await context.close();
    });
  });
});
