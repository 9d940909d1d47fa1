/** Of an accuracy or a difference in percentage points: two decimals, without trailing zeros. */
export function number(value: number): string {
  return minus(String(Number(value.toFixed(2))));
}

/** `+1.5`, `−3.33`, `0`. */
export function signed(value: number): string {
  const text = number(value);
  return Number(value.toFixed(2)) > 0 ? `+${text}` : text;
}

export function signedPoints(value: number): string {
  return `${signed(value)} points`;
}

/** `p 0.023`, `p < 0.0001`. */
export function pValue(p: number): string {
  return p < 0.0001 ? "p < 0.0001" : `p ${Number(p.toPrecision(2))}`;
}

export function percent(fraction: number): string {
  return `${number(100 * fraction)} %`;
}

function minus(text: string): string {
  return text === "-0" ? "0" : text.replace("-", "−");
}
