import { canonicalJson } from "../../support/canonical-json.ts";

const LONGEST_VALUE = 80;

export interface Difference {
  /** `limits.marginPoints`, `tasks[0].numFewshot` */
  readonly path: string;
  /** The values as JSON, shortened; `absent` where there is none. */
  readonly first: string;
  readonly other: string;
}

/** Where two plain values differ first, as deep inside as it can be named; `null` where they are equal. */
export function firstDifference(first: unknown, other: unknown, path = ""): Difference | null {
  if (canonicalJson(first) === canonicalJson(other)) return null;
  if (isContainer(first) && isContainer(other) && Array.isArray(first) === Array.isArray(other)) {
    for (const key of new Set([...Object.keys(first), ...Object.keys(other)])) {
      const place = Array.isArray(first) ? `${path}[${key}]` : `${path}${path === "" ? "" : "."}${key}`;
      const inside = firstDifference(first[key], other[key], place);
      if (inside !== null) return inside;
    }
  }
  return { path, first: shown(first), other: shown(other) };
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function shown(value: unknown): string {
  if (value === undefined) return "absent";
  const text = canonicalJson(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
