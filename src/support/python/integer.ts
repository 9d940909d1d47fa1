import { pythonStrip } from "./text.ts";

const INTEGER = /^[+-]?[0-9]+(?:_[0-9]+)*$/;
/** Python refuses to read a longer decimal, in order not to be slowed down by it. */
const MOST_DIGITS = 4300;
/** From here on `repr` writes a float with an exponent; JavaScript does so later. */
const EXPONENT_FROM = 16;
const EXPONENT_BELOW = -4;

/** Python's `int(text)` for ASCII digits; `null` where it raises. */
export function pythonInteger(text: string): bigint | null {
  const plain = pythonStrip(text);
  if (plain.length > MOST_DIGITS || !INTEGER.test(plain)) return null;
  return BigInt(plain.replaceAll("_", "").replace(/^\+/, ""));
}

/** Python's `str(value)` of a float: `5.0`, `1e+16`, `1e-05`, `inf`. */
export function pythonFloatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const [mantissa = "", exponentText = "0"] = Math.abs(value).toExponential().split("e");
  const digits = mantissa.replace(".", "");
  const exponent = Number(exponentText);
  if (value === 0 || (exponent >= EXPONENT_BELOW && exponent < EXPONENT_FROM))
    return sign + plainDecimal(digits, exponent);
  const power = `${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  return `${sign}${mantissa}e${power}`;
}

function plainDecimal(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  const fraction = digits.slice(exponent + 1);
  return `${whole}.${fraction === "" ? "0" : fraction}`;
}
