import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readRun } from "../../../../src/contracts/read-run.ts";
import { writeReports } from "../../../../src/report/write.ts";
import { compareWithCard } from "../../../../src/run/compare/card/compare-with-card.ts";

const RUN = fileURLToPath(new URL("../../../../fixtures/runs/bench-ernie.json", import.meta.url));
const CARD = fileURLToPath(new URL("../../../../fixtures/cards/windows.md", import.meta.url));

function folder(): string {
  return mkdtempSync(join(tmpdir(), "fvalidate-card-"));
}

function asked(changes: Partial<Parameters<typeof compareWithCard>[0]> = {}) {
  return {
    runPath: RUN,
    cardPath: CARD,
    outputPath: join(folder(), "reports"),
    command: ["compare"],
    ...changes,
  };
}

describe("compare RUN --card FILE", () => {
  it("reads a run's folder and a card, and makes a folder for a result that is read back", async () => {
    const run = folder();
    copyFileSync(RUN, join(run, "run.json"));
    const { result, folder: written } = await compareWithCard(asked({ runPath: run }));
    expect(result.id).toMatch(/^card-\d{4}-\d{2}-\d{2}-\d{6}-cuda-flagos$/);
    expect(written.endsWith(result.id)).toBe(true);
    expect(result.card.sha256).toMatch(/^[\da-f]{64}$/);
    expect(result.rows.map(({ metric, outcome }) => [metric, outcome])).toEqual([
      ["AIME", "agrees"],
      ["MUSR", "agrees"],
    ]);
    await writeReports(result, written);
    const files = ["comment.md", "junit.xml", "report.csv", "report.html", "report.md", "run.json"];
    expect(readdirSync(written).sort()).toEqual(files);
    expect(await readRun(written)).toEqual(result);
  });

  it("takes the text of a card with a byte order mark as it is", async () => {
    const { result } = await compareWithCard(asked());
    expect(result.rows.map(({ line }) => line)).toEqual([5, 9]);
  });

  it.each<[string, (path: string) => void, RegExp]>([
    ["is not there", () => {}, /Cannot read the card \(--card\).*not there/],
    ["is a folder", (path) => mkdirSync(path), /is a folder/],
    [
      "is no text",
      (path) => writeFileSync(path, new Uint8Array([0x23, 0xff, 0xfe, 0x00])),
      /is no text in UTF-8/,
    ],
    [
      "is far too long",
      (path) => writeFileSync(path, new Uint8Array(5 * 1024 * 1024)),
      /which no model card has/,
    ],
    ["has no figures", (path) => writeFileSync(path, "# A card\n"), /no evaluation figures/],
  ])("refuses a card that %s, and makes no folder", async (_, make, message) => {
    const cardPath = join(folder(), "README.md");
    make(cardPath);
    const request = asked({ cardPath });
    await expect(compareWithCard(request)).rejects.toThrow(message);
    expect(existsSync(request.outputPath)).toBe(false);
  });
});
