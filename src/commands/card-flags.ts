import {
  ASKED_PLACES,
  CARD_LANGUAGES,
  CARD_SIGNS,
  CARD_STYLES,
  CARD_UNITS,
  type CardOptions,
  type CardStyle,
} from "../report/model-card/forms.ts";
import { FvalidateError } from "../support/errors.ts";
import { choice, integerFlag, type Parsed, text } from "./arguments.ts";
import type { Flag } from "./command.ts";

const STYLES = Object.keys(CARD_STYLES) as CardStyle[];

export const CARD_WRITER_FLAGS = {
  style: { type: "string", describe: `one or several of ${STYLES.join(", ")} [by the suite]` },
  language: { type: "string", describe: `${CARD_LANGUAGES.join(", ")} [en]` },
  decimals: {
    type: "number",
    describe:
      "of every figure [MAPE 4, differences 2, fractions 3, of flagrelease 4, percent 2, speedup ratios 2]",
  },
  unit: { type: "string", describe: `of accuracies: ${CARD_UNITS.join(", ")} [fraction]` },
  sign: {
    type: "string",
    describe: `of differences: ${CARD_SIGNS.join(", ")} [always]; most published cards print none`,
  },
  "asked-in": {
    type: "string",
    describe: `where avg@k stands: ${ASKED_PLACES.join(", ")} [by the suite, else heading]`,
  },
  arrows: { type: "string", describe: "↑ behind the names: yes, no [yes for differences]" },
  model: { type: "string", describe: "the model's name on the card [as the servers call it]" },
  "baseline-name": { type: "string", describe: "the baseline's name on the card [its label]" },
  "candidate-name": { type: "string", describe: "the candidate's name on the card [its label]" },
  vendor: { type: "string", describe: "the chip's maker, for flagrelease [by the environment]" },
  heading: { type: "string", describe: "above the section; none for no heading [Evaluation Results]" },
  into: {
    type: "string",
    describe: "write between the markers of this file, a model card's README.md [print it]",
  },
  check: { type: "boolean", describe: "with --into: change nothing; exit 1 if a change would be made" },
} as const satisfies Record<string, Flag>;

/** @throws FvalidateError of kind `usage` for a value that there is none of */
export function cardOptions(parsed: Parsed): CardOptions {
  const heading = text(parsed, "heading");
  const arrows = choice(parsed, "arrows", ["yes", "no"]);
  return {
    styles: stylesIn(text(parsed, "style")),
    language: choice(parsed, "language", CARD_LANGUAGES) ?? "en",
    decimals: decimalsIn(parsed),
    unit: choice(parsed, "unit", CARD_UNITS),
    sign: choice(parsed, "sign", CARD_SIGNS) ?? "always",
    askedIn: choice(parsed, "asked-in", ASKED_PLACES),
    arrows: arrows === null ? null : arrows === "yes",
    model: text(parsed, "model"),
    baselineName: text(parsed, "baseline-name"),
    candidateName: text(parsed, "candidate-name"),
    vendor: text(parsed, "vendor"),
    heading: heading === "none" ? "" : heading,
  };
}

function stylesIn(given: string | null): CardStyle[] {
  if (given === null) return [];
  return given.split(",").map((word) => {
    const style = STYLES.find((name) => name === word.trim());
    if (style !== undefined) return style;
    throw new FvalidateError("usage", `--style takes ${STYLES.join(", ")}, not ${word.trim()}.`);
  });
}

/** More than a double holds would be made up. */
const MOST_DECIMALS = 12;

function decimalsIn(parsed: Parsed): number | null {
  const decimals = integerFlag(parsed, "decimals", 0);
  if (decimals === null || decimals <= MOST_DECIMALS) return decimals;
  throw new FvalidateError("usage", `--decimals takes up to ${MOST_DECIMALS}, not ${decimals}.`);
}
