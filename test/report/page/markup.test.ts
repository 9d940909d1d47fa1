import fc from "fast-check";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { visibleBlock } from "../../../src/report/data-text.ts";
import { html, joined, Markup, shortened } from "../../../src/report/page/markup.ts";
import { anyCharacter } from "../../support/any-character.ts";

describe("markup from a template", () => {
  it("holds any text as that text, and as nothing else", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        const { document } = parseHTML(`<!doctype html>${html`<p title="${text}">${text}</p>`.text}`);
        const paragraph = document.querySelector("p");
        expect(paragraph?.children.length).toBe(0);
        expect(paragraph?.textContent).toBe(visibleBlock(text));
        expect(paragraph?.getAttribute("title")).toBe(visibleBlock(text));
        expect(paragraph?.getAttributeNames()).toEqual(["title"]);
      }),
      { numRuns: 40 },
    );
  });

  it("keeps the lines of a block and their indentation, and writes out what cannot be seen", () => {
    expect(html`<pre>${"def f():\r\n\treturn 1\u202e"}</pre>`.text).toBe(
      "<pre>def f():\n\treturn 1\\u{202e}</pre>",
    );
  });

  it("takes lists, numbers, nothing and markup", () => {
    const values = ["<", 1, null, [html`<b>${"&"}</b>`, ">"]];
    expect(html`${values}`.text).toBe("&lt;1<b>&amp;</b>&gt;");
    expect(joined(["a", new Markup("<br>")], " < ").text).toBe("a &lt; <br>");
  });

  it("cuts what is too long and says how much it is", () => {
    expect(shortened("short", 10).text).toBe("short");
    expect(shortened("x".repeat(50), 10).text).toBe(
      'xxxxxxxxx… <span class="quiet">(cut; 50 characters in all)</span>',
    );
  });
});
