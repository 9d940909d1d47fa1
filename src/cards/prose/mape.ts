import type { CardFigure, CardRow } from "../card.ts";
import { roundingRange } from "../figures/rounding.ts";
import { placesIn } from "../tables/html-tables.ts";
import type { Line } from "../text/lines.ts";

/** "The MAPE between CUDA and FlagOS(CUDA as ground truth) is 1.4152%.", within one paragraph. */
const SENTENCE =
  /\bMAPE\b(?:(?!\bMAPE\b|\n[ \t]*\n)[\s\S]){0,200}?(?:\bis\b|\bof\b|=|:|：|为|是)\s*[*_`]{0,3}(\d+(?:\.\d+)?)\s*[%％]/gi;

/** The MAPE that a card of an action model states in prose; percent. */
export function mapeRows(lines: readonly Line[]): CardRow[] {
  const text = lines.map((line) => (line.text.includes("|") ? "" : line.text)).join("\n");
  const places = placesIn(text);
  return [...text.matchAll(SENTENCE)].map((match) => {
    const printed = match[1] ?? "";
    const place = places(match.index + match[0].lastIndexOf(printed));
    const figure: CardFigure = {
      ...place,
      role: "mape",
      heading: "",
      raw: `${printed}%`,
      unit: "percent",
      unitReason: "it has a percent sign",
      value: Number(printed),
      decimals: printed.split(".")[1]?.length ?? 0,
      range: roundingRange(Number(printed), printed.split(".")[1]?.length ?? 0),
      signed: false,
      n: null,
      spread: null,
    };
    const metric = { raw: "MAPE", key: "mape", shots: null, repeats: null, variant: null, scale: null };
    return {
      line: place.line,
      quantity: "mape",
      metric,
      section: null,
      table: 0,
      figures: [figure],
      definition: null,
    };
  });
}
