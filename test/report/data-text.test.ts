import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cut } from "../../src/report/data-text.ts";

const CHARACTERS = new Intl.Segmenter("en", { granularity: "grapheme" });

/** What joins its neighbours, what does not, and what does so in some places only. */
const PIECES = [
  ..."ab 1=é日本名\r\n\t\u0007\u00ad\u200c\u200d\u0301\u0308\ufe0f©كل\u0600각각क्षिกำ🤖\u{20000}\u3099",
  ...["\r\n", "e\u0301", "👩‍🔬", "🇩🇪", "🇩", "#️⃣", "\ud800", "\udc00"],
];

describe("cut", () => {
  it("takes no character apart, wherever Unicode's own tables see one", () => {
    const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 20 }), (whole, most) => {
        const characters = Array.from(CHARACTERS.segment(whole), ({ segment }) => segment);
        const fits = whole.length <= most || characters.length <= most;
        expect(cut(whole, most)).toBe(fits ? whole : `${characters.slice(0, most - 1).join("")}…`);
      }),
      { numRuns: 2_000 },
    );
  });

  it("takes marks without end from a letter", () => {
    const heaped = cut(`a${"\u0301".repeat(10_000)}`, 10);
    expect(heaped.length).toBeLessThan(400);
    expect(heaped.endsWith("…")).toBe(true);
  });

  it("keeps the beginning of a megabyte", () => {
    const texts = ["x", "日"].map((letter) => letter.repeat(1_000_000));
    for (const whole of texts) expect(cut(whole, 2_000)).toBe(`${whole.slice(0, 1_999)}…`);
  });
});
