import { isRecord } from "../files/json.ts";

/** What an evaluator wrote down of one question, one value for each run. */
export interface Detail {
  /** The question's number in the data set. */
  readonly id: string;
  readonly runs: number;
  /** A list of `runs` values, or `null` where the evaluator has no such key. */
  readonly value: (keys: readonly string[]) => readonly unknown[] | null;
}

/**
 * Details as evaluators write them: a list, or an object by number; values alone, or since version 0.4 a list of one for
 * each run. `null` where there are none that can be told apart.
 */
export function detailsOf(details: unknown): Detail[] | null {
  const entries = entriesOf(details);
  if (entries === null || entries.length === 0) return null;
  const found = entries.map(([key, entry]) => detailOf(key, entry));
  return new Set(found.map(({ id }) => id)).size === found.length ? found : null;
}

type Entry = readonly [key: string, value: Readonly<Record<string, unknown>>];

function entriesOf(details: unknown): Entry[] | null {
  if (Array.isArray(details)) return onlyRecords(details.map((entry, i) => [String(i), entry]));
  if (!isRecord(details)) return null;
  return onlyRecords(Object.entries(details).filter(([key]) => /^\d+$/.test(key)));
}

function onlyRecords(entries: readonly (readonly [string, unknown])[]): Entry[] | null {
  const records = entries.flatMap(([key, entry]): Entry[] => (isRecord(entry) ? [[key, entry]] : []));
  return records.length === entries.length ? records : null;
}

function detailOf(key: string, entry: Readonly<Record<string, unknown>>): Detail {
  const name = entry["example_abbr"];
  // Only what is named so was made into lists.
  const isListed = typeof name === "string";
  const number = isListed ? /_(\d+)$/.exec(name)?.[1] : undefined;
  const runs = isListed
    ? Math.max(1, ...Object.values(entry).map((value) => (Array.isArray(value) ? value.length : 1)))
    : 1;
  return {
    id: number ?? key,
    runs,
    value: (keys) => {
      const found = keys.map((one) => entry[one]).find((value) => value !== undefined);
      if (found === undefined) return null;
      if (!isListed) return [found];
      return Array.isArray(found) && found.length === runs ? found : null;
    },
  };
}
