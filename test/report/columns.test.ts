import fc from "fast-check";
// Which yargs brings.
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { alignColumns, displayWidth } from "../../src/report/columns.ts";

describe("the width of a text on a terminal is string-width's", () => {
  it.each([
    "",
    "AIME ↑",
    "中文考试",
    "한국어",
    "ひらがなカタカナ",
    "ﾊﾝｶｸ",
    "Ｆｕｌｌ",
    "é",
    "e\u0301",
    "🤖",
    "👩‍🔬",
    "🇨🇳",
    "1️⃣",
    "☎️",
    "𠀀",
    "±5 · × −",
  ])("for %j", (text) => expect(displayWidth(text)).toBe(stringWidth(text)));

  it("for any mixture of letters, ideographs and figures", () => {
    const character = fc.oneof(
      fc.integer({ min: 0x20, max: 0x7e }),
      fc.integer({ min: 0xc0, max: 0x24f }),
      fc.integer({ min: 0x4e00, max: 0x9fff }),
      fc.integer({ min: 0xac00, max: 0xd7a3 }),
      fc.integer({ min: 0x1f600, max: 0x1f64f }),
    );
    fc.assert(
      fc.property(fc.array(character), (codes) => {
        const text = String.fromCodePoint(...codes);
        expect(displayWidth(text)).toBe(stringWidth(text));
      }),
    );
  });
});

it("columns end or begin together, and lines end without blanks", () => {
  expect(
    alignColumns(
      [
        ["a", "1", ""],
        ["中文", "22", { text: "x", painted: "<x>" }],
      ],
      ["left", "right", "left"],
    ),
  ).toEqual(["a      1", "中文  22  <x>"]);
});
