import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BEGIN_MARKER, END_MARKER, withSection } from "../../../src/run/card/marked-section.ts";
import { BENCH_RUNS, hostileRun } from "../../report/bench/runs.ts";
import { cardOf } from "../../report/model-card/runs.ts";

const SECTION = "## Evaluation Results\n\n| a |\n|---|\n";
const card = `# M\n\n${BEGIN_MARKER}\nold\n${END_MARKER}\n\nUser Guide\n`;

describe("a section between its markers", () => {
  it("replaces what stands there and nothing else", () => {
    expect(withSection(card, SECTION, "README.md")).toBe(
      `# M\n\n${BEGIN_MARKER}\n${SECTION}${END_MARKER}\n\nUser Guide\n`,
    );
  });

  it("keeps line breaks, byte order mark and indentation", () => {
    const windows = `\ufeff${card.replaceAll("\n", "\r\n")}`.replace(BEGIN_MARKER, `  ${BEGIN_MARKER} `);
    const written = withSection(windows, SECTION, "README.md");
    expect(written).toBe(windows.replace("old\r\n", SECTION.replaceAll("\n", "\r\n")));
    expect(withSection(`\ufeff${BEGIN_MARKER}\n${END_MARKER}`, SECTION, "README.md")).toBe(
      `\ufeff${BEGIN_MARKER}\n${SECTION}${END_MARKER}`,
    );
  });

  it("the second time changes nothing, whatever stands around it", () => {
    const around = fc.array(
      fc.constantFrom("\n", "\r\n", "a", "|", "```x``", "日", "👩‍🔬", " ", "<!--", "$&"),
      {
        maxLength: 30,
      },
    );
    const lineBreak = fc.constantFrom("\n", "\r\n");
    fc.assert(
      fc.property(around, around, around, lineBreak, (before, between, after, end) => {
        const [head, tail] = [before.join(""), after.join("")];
        const text = [head, BEGIN_MARKER, between.join(""), END_MARKER, tail].join(end);
        const once = withSection(text, SECTION, "README.md");
        expect(withSection(once, SECTION, "README.md")).toBe(once);
        expect(once.startsWith(`${head}${end}${BEGIN_MARKER}${end}`)).toBe(true);
        expect(once.endsWith(`${END_MARKER}${end}${tail}`)).toBe(true);
      }),
    );
  });

  it("takes a card of any run, whatever its texts hold", () => {
    const hostile = `a\n${END_MARKER}\n\`\`\`\n${BEGIN_MARKER}\n`;
    for (const [name, run] of BENCH_RUNS) {
      const section = cardOf([hostileRun(run, hostile)], { heading: hostile });
      const once = withSection(card, section, "README.md");
      expect(withSection(once, section, "README.md"), name).toBe(once);
      expect(once.endsWith(`</details>\n${END_MARKER}\n\nUser Guide\n`)).toBe(true);
    }
  });

  it("passes over markers in a code block, which are about them", () => {
    const shown = `\`\`\`md\n${BEGIN_MARKER}\n${END_MARKER}\n\`\`\`\n${card}`;
    expect(withSection(shown, SECTION, "README.md")).toBe(shown.replace("old\n", SECTION));
  });

  it.each([
    ["begin missing", card.replace(BEGIN_MARKER, ""), `README.md has no line ${BEGIN_MARKER}.`],
    ["end missing", card.replace(END_MARKER, ""), `README.md has no line ${END_MARKER}.`],
    ["on one line", card.replace("-->\nold\n<", "--> <"), `README.md has no line ${BEGIN_MARKER}.`],
    ["begin doubled", `${BEGIN_MARKER}\n${card}`, "more than once: in line 1 and in line 4"],
    ["end doubled", `${card}${END_MARKER}\n`, "more than once: in line 5 and in line 8"],
    [
      "reversed",
      `${END_MARKER}\n${BEGIN_MARKER}\n`,
      "the end marker (line 1) stands above the begin marker (line 2)",
    ],
    ["empty", "", `README.md has no line ${BEGIN_MARKER}.`],
  ])("refuses markers that are %s", (_, text, message) => {
    expect(() => withSection(text, SECTION, "README.md")).toThrow(message);
  });
});
