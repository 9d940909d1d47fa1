/** A value within a result, with the keys that lead to it. */
export interface Leaf<Value> {
  readonly path: readonly string[];
  readonly value: Value;
}

const NON_FINITE: readonly unknown[] = ["NaN", "Infinity", "-Infinity"];
const INTERVAL = /interval|^ci\d\d|^mapePercent$|^wapePercent$/i;

/** A number, a non-finite one by its name, or `null` where the run has none. */
export type Amount = number | string | null;

/** Every number of an object, however deep: intervals by their ends, other lists left out. */
export function numbersIn(found: unknown, path: readonly string[] = []): Leaf<Amount>[] {
  if (typeof found === "number" || NON_FINITE.includes(found)) return [{ path, value: found as Amount }];
  if (found === null) return [{ path, value: null }];
  if (Array.isArray(found)) return isInterval(found, path) ? endsOf(found, path) : [];
  return childrenOf(found).flatMap(([key, value]) => numbersIn(value, [...path, key]));
}

function isInterval(found: readonly unknown[], path: readonly string[]): boolean {
  return found.length === 2 && INTERVAL.test(path.at(-1) ?? "");
}

function endsOf([low, high]: readonly unknown[], path: readonly string[]): Leaf<Amount>[] {
  return [...numbersIn(low, [...path, "low"]), ...numbersIn(high, [...path, "high"])];
}

/** Every value of an object as text; lists are one value. */
export function textsIn(found: unknown, path: readonly string[] = []): Leaf<string>[] {
  if (typeof found !== "object" || found === null || Array.isArray(found))
    return found === undefined ? [] : [{ path, value: textOf(found) }];
  return childrenOf(found).flatMap(([key, value]) => textsIn(value, [...path, key]));
}

function textOf(found: unknown): string {
  if (typeof found === "string") return found;
  if (Array.isArray(found) && found.every((item) => typeof item !== "object")) return found.join(", ");
  return found === null ? "none" : JSON.stringify(found);
}

function childrenOf(found: unknown): [string, unknown][] {
  return typeof found === "object" && found !== null ? Object.entries(found) : [];
}
