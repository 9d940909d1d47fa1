import type { FileMetaData, ParquetParsers, SchemaElement } from "hyparquet";
import type { Cell } from "../../contracts/benchmark.ts";

const decoder = new TextDecoder();

/** Dates become ISO 8601 texts; text stays text, also where it holds JSON. */
export const PARQUET_PARSERS: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (count) => timestamp(count, 1000n),
  timestampFromMicroseconds: (count) => timestamp(count, 1_000_000n),
  timestampFromNanoseconds: (count) => timestamp(count, 1_000_000_000n),
  dateFromDays: (days) => (isNumeric(days) ? new Date(days * 86_400_000).toISOString().slice(0, 10) : null),
  jsonFromBytes: (bytes) => (bytes instanceof Uint8Array ? decoder.decode(bytes) : bytes),
};

function isNumeric(value: unknown): value is number {
  return typeof value === "number";
}

/** As `Date` writes it, with the digits below a millisecond where there are any. */
function timestamp(count: unknown, perSecond: bigint): string | null {
  if (typeof count !== "bigint" && typeof count !== "number") return null;
  const ticks = BigInt(count);
  const perMillisecond = perSecond / 1000n;
  const below = ((ticks % perMillisecond) + perMillisecond) % perMillisecond;
  const text = new Date(Number((ticks - below) / perMillisecond)).toISOString();
  if (below === 0n) return text;
  const digits = String(below)
    .padStart(String(perMillisecond).length - 1, "0")
    .replace(/0+$/, "");
  return `${text.slice(0, -1)}${digits}Z`;
}

/**
 * A value that the library gave, as a cell. Bytes are copied: a view would keep its whole page in memory. Integers of 64
 * bits that a number cannot hold become texts.
 */
export function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value === "bigint")
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (Array.isArray(value)) return value.map(cellOf);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cellOf(inner)]));
}

/** Leaves whose values would come out other than they are. No benchmark is known to hold them. */
export function unreadColumns({ schema }: FileMetaData): { readonly path: string; readonly type: string }[] {
  return schema.flatMap((element) => {
    const type = unreadType(element);
    return type === null ? [] : [{ path: element.name, type }];
  });
}

const UNREAD_LOGICAL = new Set(["TIME", "DECIMAL", "INTERVAL", "BSON", "VARIANT", "GEOMETRY", "GEOGRAPHY"]);
const UNREAD_CONVERTED = new Set(["TIME_MILLIS", "TIME_MICROS", "DECIMAL", "INTERVAL", "BSON"]);

function unreadType({ logical_type, converted_type }: SchemaElement): string | null {
  if (logical_type !== undefined && UNREAD_LOGICAL.has(logical_type.type)) return logical_type.type;
  return converted_type !== undefined && UNREAD_CONVERTED.has(converted_type) ? converted_type : null;
}
