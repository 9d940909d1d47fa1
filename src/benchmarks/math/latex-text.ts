/** No answer is longer; a longer one is compared as it stands. */
const LONGEST = 4000;

const UNITS =
  "degrees?|deg|cm|mm|km|meters?|metres?|m|ft|feet|foot|inch(?:es)?|in|miles?|mph|yards?|hours?|hrs?|minutes?|min|seconds?|sec|s|days?|weeks?|months?|years?|dollars?|cents?|pounds?|lbs?|kg|grams?|g|liters?|litres?|ml|units?|square|cubic|sq|points?|ways?|students?|people|pages?|gallons?|percent(?:age)?|pct";
const PLAIN_UNITS = new RegExp(
  `(?<=[\\d}])\\s*(?:(?:${UNITS})\\s*\\.?\\s*(?:\\^\\s*\\{?[23]\\}?)?\\s*)+$`,
  "i",
);
const PERCENT_WORD = /(?<=[\d}])\s*(?:percent(?:age)?|pct)\.?$/i;

/** Unicode signs and the LaTeX that they stand for. */
const SIGNS: Readonly<Record<string, string>> = {
  "−": "-",
  "–": "-",
  "×": "\\times ",
  "·": "\\cdot ",
  "⋅": "\\cdot ",
  "÷": "\\div ",
  π: "\\pi ",
  "∞": "\\infty ",
  "≤": "\\le ",
  "≥": "\\ge ",
  "≠": "\\ne ",
  "∪": "\\cup ",
  "∈": "\\in ",
  "²": "^2",
  "³": "^3",
  "±": "\\pm ",
  "√": "\\sqrt ",
  "°": "",
  "€": "",
  "£": "",
  "（": "(",
  "）": ")",
  "，": ",",
};

/** What is put in another's place, in this order. */
const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/\\(?:left|right|[bB]igg?[lr]?)(?![a-zA-Z])\.?/g, ""],
  [/\\(?:displaystyle|textstyle|limits|quad|qquad|hspace\{[^{}]*\})(?![a-zA-Z])/g, " "],
  [/\\[,;:! ]|~/g, " "],
  [/\\(?:d|t|c)frac(?![a-zA-Z])/g, "\\frac"],
  [/\\[dt]binom(?![a-zA-Z])/g, "\\binom"],
  [
    /\\(?:mathrm|mathbf|mathit|mathsf|textbf|textit|textrm|textnormal|mbox|operatorname|bf|rm)\s*(?=\{)/g,
    "\\text",
  ],
  [/\\text\s+\{/g, "\\text{"],
  [/\\(?:leqslant|leq)(?![a-zA-Z])/g, "\\le"],
  [/\\(?:geqslant|geq)(?![a-zA-Z])/g, "\\ge"],
  [/\\neq(?![a-zA-Z])|!=/g, "\\ne "],
  [/<=/g, "\\le "],
  [/>=/g, "\\ge "],
  [/\\lt(?![a-zA-Z])/g, "<"],
  [/\\gt(?![a-zA-Z])/g, ">"],
  [/\\lbrace(?![a-zA-Z])/g, "\\{"],
  [/\\rbrace(?![a-zA-Z])/g, "\\}"],
  [/\\(?:lvert|rvert|vert)(?![a-zA-Z])/g, "|"],
  [/\\(?:degree|circ)(?![a-zA-Z])/g, "\\circ"],
  [/\s*\^\s*(?:\{\s*\\circ\s*\}|\\circ)\s*/g, " "],
  [/\\text\{\s*(?:and|or)\s*\}|\s(?:and|or)\s|(?<=\))(?:and|or)(?=\()/g, " , "],
  [/\{\s*,\s*\}/g, ","],
  [/\\\$|\$/g, ""],
  [/(?<=\d)\s*%/g, "\\%"],
  [/\\begin\{(?:[bvB]?matrix|array\}\{[^{}]*|smallmatrix)\}/g, "\\begin{pmatrix}"],
  [/\\end\{(?:[bvB]?matrix|array|smallmatrix)\}/g, "\\end{pmatrix}"],
  [/\+\s*\\infty/g, "\\infty"],
  [/\binfinity\b|\binf\b/g, "\\infty"],
];

/** An answer's LaTeX without what has no meaning of its own: sizes, spaces, degrees, currencies and units. */
export function plainLatex(latex: string): string {
  if (latex.length > LONGEST) return latex;
  const ascii = latex.trim().replace(/[^\x20-\x7e]/g, (sign) => SIGNS[sign] ?? sign);
  const thousands = ascii.replace(/,\s*\\!\s*(?=\d{3})/g, ",");
  const once = thousands.includes("\\begin") ? thousands : thousands.replace(/\\\\(?=[a-zA-Z])/g, "\\");
  const undelimited = once.replace(/^\\[[(]|\\[\])]$/g, "");
  const replaced = REPLACEMENTS.reduce((text, [from, to]) => text.replace(from, to), undelimited);
  return withoutUnits(
    replaced
      .replace(/\s+/g, " ")
      .trim()
      .replace(/[.,;:]+$/, ""),
  ).trim();
}

/** Words behind a number are its unit; a percentage stays one. */
function withoutUnits(text: string): string {
  const percent = text.replace(PERCENT_WORD, "\\%");
  const bare = percent.replace(/(?<=[\d})])\s*\\text\{[^{}]*\}\s*(?:\^\s*\{?[23]\}?)?$/, "");
  return bare.replace(PLAIN_UNITS, "").trim();
}

/** The same without any space, in lower case, for answers that are compared as text. */
export function comparableText(plain: string): string {
  return plain
    .replace(/\\text\{([^{}]*)\}/g, "$1")
    .replace(/^\(([a-z])\)$/i, "$1")
    .replace(/[\s"'`.\\]/g, "")
    .toLowerCase();
}
