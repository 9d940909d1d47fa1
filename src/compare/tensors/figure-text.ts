const DIGITS = 6;

/** A figure within a sentence. */
export function figureText(value: number, digits = DIGITS): string {
  return Number(value.toPrecision(digits)).toString();
}

/** Digits that tell any two float32 values apart. */
const VALUE_DIGITS = 9;

/** An element of a tensor; integers whole, since their last digit may be the difference. */
export function valueText(value: number): string {
  return Number.isInteger(value) ? String(value) : figureText(value, VALUE_DIGITS);
}

/** With as many digits as it takes to see on which side of the limit it lies. */
export function figureBeside(value: number, limit: number): string {
  for (let digits = DIGITS; digits < 17; digits += 1) {
    const text = figureText(value, digits);
    if (Math.sign(Number(text) - limit) === Math.sign(value - limit)) return text;
  }
  return String(value);
}

/** A tolerance in few digits that is not below the exact one: what passes with that passes with this. */
export function roundedUp(value: number, digits = 3): string {
  const nearest = Number(value.toPrecision(digits));
  if (nearest >= value) return toleranceNumber(nearest);
  const step = 10 ** (Math.floor(Math.log10(value)) - digits + 1);
  const above = Number((nearest + step).toPrecision(digits));
  return toleranceNumber(above);
}

/** A share in percent, with two significant digits where it is small. */
export function shareText(part: number, whole: number): string {
  const percent = (part / whole) * 100;
  return percent === 0 || percent >= 10 ? String(Number(percent.toFixed(1))) : figureText(percent, 2);
}

/** A tolerance as somebody would type it: `1e-5`, not `0.00001`. */
export function toleranceNumber(value: number): string {
  return value > 0 && value < 1e-3 ? value.toExponential() : String(value);
}
