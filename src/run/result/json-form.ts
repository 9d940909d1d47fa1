/**
 * A value as JSON can hold it: NaN and the infinities as the strings `"NaN"`, `"Infinity"` and `"-Infinity"`.
 * The type stays, because the result's schema allows those strings wherever it allows a number.
 */
export function toJsonForm<Value>(value: Value): Value {
  return convert(value) as Value;
}

function convert(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(convert);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, convert(item)]));
}
