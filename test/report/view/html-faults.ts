import { HtmlValidate } from "html-validate";
import { parseHTML } from "linkedom";

const VALIDATOR = new HtmlValidate({
  extends: ["html-validate:standard", "html-validate:a11y"],
  rules: {
    // The pages' own way of writing; none is a fault of HTML.
    "prefer-native-element": ["error", { exclude: ["region", "search"] }],
    "void-style": "off",
    "no-trailing-whitespace": "off",
    "long-title": "off",
    "no-inline-style": "error",
    "require-sri": "off",
  },
});

/** What html-validate, which knows nothing of this project, finds wrong with a page. */
export async function htmlFaults(page: string): Promise<string[]> {
  const { results } = await VALIDATOR.validateString(page);
  return results.flatMap(({ messages }) =>
    messages.map(({ line, ruleId, message }) => `${line}: ${ruleId}: ${message}`),
  );
}

/** The cells of the table whose caption begins so, row by row, headings first. */
export function tableOf(page: string, caption: string): string[][] {
  const { document } = parseHTML(page);
  const tables = [...document.querySelectorAll("table")];
  const found = tables.find((table) => table.querySelector("caption")?.textContent?.startsWith(caption));
  if (found === undefined) throw new Error(`there is no table "${caption}"`);
  return [...found.querySelectorAll("tr")].map((row) =>
    [...row.querySelectorAll("th, td")].map((cell) => (cell.textContent ?? "").trim()),
  );
}
