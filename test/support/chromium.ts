import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** The browser of this machine: the one that `FVALIDATE_CHROMIUM_PATH` names, else the first on the path. */
export const CHROMIUM_PATH: string | null = findChromium();

function findChromium(): string | null {
  const named = process.env["FVALIDATE_CHROMIUM_PATH"];
  if (named !== undefined) return existsSync(named) ? named : null;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) =>
    existsSync(path),
  );
  if (found === undefined)
    process.stderr.write("No Chromium was found: tests of pages in a browser are skipped.\n");
  return found ?? null;
}

export async function launchChromium(): Promise<Browser> {
  if (CHROMIUM_PATH === null) throw new Error("There is no Chromium.");
  // Chromium has no sandbox for root, as which containers run.
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath: CHROMIUM_PATH, args: isRoot ? ["--no-sandbox"] : [] });
}

/** A page in the browser, with all that it should not do. */
export interface WatchedPage extends AsyncDisposable {
  readonly page: Page;
  /** Errors and warnings on its console, violations of its policy among them, and errors of its script. */
  readonly complaints: string[];
  /** What it asked for beside itself. */
  readonly requests: string[];
}

/**
 * Opens a file or an address and waits until it is loaded.
 * @param place a path, or an address with its scheme
 */
export async function openWatched(
  browser: Browser,
  place: string,
  { colorScheme = "light", width = 1280 }: { colorScheme?: "light" | "dark"; width?: number } = {},
): Promise<WatchedPage> {
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
  const address = /^https?:/.test(place) ? place : pathToFileURL(place).href;
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("dialog", (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith("data:") && url.split("#")[0] !== address.split("#")[0]) requests.push(url);
  });
  await page.goto(address);
  return { page, complaints, requests, [Symbol.asyncDispose]: () => page.close() };
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Serious and critical faults that axe-core finds, each with the first element that has it. */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(): Promise<{
          violations: { id: string; impact: string; help: string; nodes: { html: string }[] }[];
        }>;
      };
    };
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, help, nodes }) => `${id}: ${help} (${nodes.length}): ${nodes[0]?.html.slice(0, 300)}`);
  });
}
