import { FvalidateError } from "../../support/errors.ts";
import type { DumpPlace } from "../stored/stored-tensor.ts";
import { isObject, isPlainFileName, type JsonObject } from "./dump-json.ts";

/** A tensor that a call took or gave, and the file that holds it. */
export interface MsprobeTensor extends Omit<DumpPlace, "call"> {
  /** The name of the file in `dump_tensor_data`. */
  readonly file: string;
}

/** What one `dump.json` says. */
export interface MsprobeCalls {
  /** `tensor`, `statistics`, … */
  readonly task: string;
  /** In the order of the file. A module stands behind the calls within it: msprobe moves it when it returns. */
  readonly calls: readonly (readonly MsprobeTensor[])[];
}

/** What goes into a call; in a backward call the gradients that come to it. All else comes out of it. */
const INPUTS: ReadonlySet<string> = new Set(["input", "input_args", "input_kwargs", "parameters"]);

/** Arguments are nested less deep. */
const DEEPEST = 64;

/**
 * The calls of a `dump.json` (or `debug.json`) of msprobe 26.2.0, as its `data_collector.py` and
 * `data_processor/base.py` write it.
 *
 * @throws FvalidateError of kind `input`, a clause without the file's name
 */
export function msprobeCalls(json: unknown): MsprobeCalls {
  const data = isObject(json) ? json["data"] : undefined;
  if (!isObject(json) || !isObject(data)) throw notMsprobe('it has no "data" with the calls');
  const calls = Object.entries(data).map(([layer, call]) => tensorsOf(layer, call));
  return { task: String(json["task"] ?? "unknown").slice(0, 40), calls };
}

function tensorsOf(layer: string, call: unknown): MsprobeTensor[] {
  // A variable that was saved by itself (`debug.json`) is no call with parts.
  if (!isObject(call) || "data_name" in call)
    return filesIn(call, 0).map((file) => ({ layer, part: "output", file }));
  return Object.entries(call).flatMap(([part, values]) =>
    filesIn(values, 0).map((file) => ({ layer, part: INPUTS.has(part) ? "input" : "output", file })),
  );
}

function filesIn(value: unknown, depth: number): string[] {
  if (depth > DEEPEST) throw notMsprobe(`its values are nested more than ${DEEPEST} deep`);
  if (typeof value !== "object" || value === null) return [];
  const file = isObject(value) ? fileOf(value) : null;
  return file === null ? Object.values(value).flatMap((inner) => filesIn(inner, depth + 1)) : [file];
}

function fileOf({ data_name: name }: JsonObject): string | null {
  if (typeof name !== "string" || name === "-1") return null;
  if (isPlainFileName(name)) return name;
  throw notMsprobe(`its "data_name" ${JSON.stringify(name.slice(0, 200))} leads out of dump_tensor_data`);
}

function notMsprobe(problem: string): FvalidateError {
  return new FvalidateError("input", problem, { hint: "Dump again with msprobe." });
}
