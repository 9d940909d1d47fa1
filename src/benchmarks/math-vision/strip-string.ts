const DEGREES = ["^{\\circ}", "^\\circ"];
/** Python reads no longer decimal as an integer. */
const INTEGER_FRACTION = /^(-?(?:0|[1-9]\d*))\/(-?(?:0|[1-9]\d*))$/;
const MOST_DIGITS = 4300;

/** The normalisation of MATH's evaluation in MATH-V's variant: it completes fractions only beside a square root. */
export function stripString(text: string): string {
  const bare = without(
    without(text, ["\n", "\\!"])
      .replaceAll("\\\\", "\\")
      .replaceAll("tfrac", "frac")
      .replaceAll("dfrac", "frac"),
    ["\\left", "\\right", ...DEGREES, "\\$", "$"],
  );
  const unitless = beforeUnit(bare).replaceAll("\\%", "").replaceAll(" .", " 0.").replaceAll("{.", "{0.");
  if (unitless === "") return "";
  const complete = unitless.startsWith(".") ? `0${unitless}` : unitless;
  const side = afterOnly(afterOnly(complete, "="), "\\approx");
  const roots = side.includes("sqrt") ? withBracedRoots(side) : side;
  const compact = roots.replaceAll(" ", "");
  const fractions = compact.includes("sqrt") ? withBracedFractions(compact) : compact;
  return slashAsFraction(fractions === "0.5" ? "\\frac{1}{2}" : fractions);
}

/** Takes the parts out one after the other, as chained `str.replace` calls do. */
export function without(text: string, parts: readonly string[]): string {
  return parts.reduce((rest, part) => rest.replaceAll(part, ""), text);
}

/** Units are what `\text{ ` begins. */
function beforeUnit(text: string): string {
  const at = text.indexOf("\\text{ ");
  return at === -1 ? text : text.slice(0, at);
}

/** What follows the separator where the text holds it exactly once. */
function afterOnly(text: string, separator: string): string {
  const at = text.indexOf(separator);
  return at === -1 || text.includes(separator, at + separator.length)
    ? text
    : text.slice(at + separator.length);
}

/** `\sqrt3` becomes `\sqrt{3}`. */
export function withBracedRoots(text: string): string {
  const [before = "", ...parts] = text.split("\\sqrt");
  return before + parts.map((part) => `\\sqrt${part === "" ? "" : bracedHead(part)}`).join("");
}

function bracedHead(part: string): string {
  return part.startsWith("{") ? part : `{${firstCharacter(part)}}${part.slice(firstCharacter(part).length)}`;
}

/** `\frac12` becomes `\frac{1}{2}`; a fraction that ends too early leaves the whole text as it was. */
export function withBracedFractions(text: string): string {
  const [before = "", ...parts] = text.split("\\frac");
  const complete = parts.map(withBraces);
  return complete.includes(null) ? text : before + complete.map((part) => `\\frac${part}`).join("");
}

function withBraces(part: string): string | null {
  if (part.startsWith("{")) return part;
  const above = firstCharacter(part);
  const below = firstCharacter(part.slice(above.length));
  if (below === "") return null;
  const rest = part.slice(above.length + below.length);
  return below === "{" ? `{${above}}${below}${rest}` : `{${above}}{${below}}${rest}`;
}

/** Python's first character is a code point. */
function firstCharacter(text: string): string {
  const code = text.codePointAt(0);
  return code === undefined ? "" : String.fromCodePoint(code);
}

/** `3/4` becomes `\frac{3}{4}` where both are plain integers. */
export function slashAsFraction(text: string): string {
  const match = text.length > 2 * MOST_DIGITS ? null : INTEGER_FRACTION.exec(text);
  const [above, below] = [match?.[1], match?.[2]];
  if (above === undefined || below === undefined || above === "-0" || below === "-0") return text;
  return `\\frac{${above}}{${below}}`;
}
