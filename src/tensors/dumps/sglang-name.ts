import type { DumpPlace } from "../stored/stored-tensor.ts";

/** What the name of a file says that SGLang's `dumper.py` wrote: `step=0___rank=0___dump_index=1___name=….pt`. */
export interface SglangFile extends Omit<DumpPlace, "call"> {
  readonly file: string;
  readonly rank: number;
  /** Counts the dumps of one process, from 1. */
  readonly index: number;
  /** The step, the name and all other tags: the same in every run. */
  readonly name: string;
  /** The step and the layer, to tell calls apart. */
  readonly callKey: string;
}

/** Tags that are in the name already, or that differ between runs that are alike. */
const NO_TAGS: ReadonlySet<string> = new Set(["step", "forward_pass_id", "rank", "dump_index", "name"]);

/** What `dumper.py` calls a model's inputs, whatever hook found them. */
const MODEL_INPUTS: ReadonlySet<string> = new Set([
  "input_ids",
  "positions",
  "position_ids",
  "seq_lens",
  "req_pool_indices",
  "cu_seqlens_q",
  "cu_seqlens_kv",
]);

/**
 * @returns `null` for files that are named otherwise; the oldest dumps have no `dump_index` and with it no order, and are
 *   read as plain files
 */
export function sglangFile(file: string): SglangFile | null {
  if (!file.endsWith(".pt")) return null;
  const tags = tagsOf(file.slice(0, -".pt".length));
  const [name, index] = [tags.get("name"), wholeNumber(tags.get("dump_index"))];
  if (name === undefined || index === null) return null;
  const step = tags.get("step") ?? tags.get("forward_pass_id") ?? "0";
  const others = [...tags].filter(([key, value]) => !NO_TAGS.has(key) && !isUsual(key, value));
  const tagged = [name, ...others.map(([key, value]) => `${key}=${value}`)].join("@");
  const { layer, part } = placeOf(name, tagged);
  const prefix = `step${step}/`;
  return {
    file,
    rank: wholeNumber(tags.get("rank")) ?? 0,
    index,
    name: prefix + tagged,
    layer: prefix + layer,
    part,
    callKey: prefix + layer,
  };
}

function tagsOf(stem: string): Map<string, string> {
  const tags = new Map<string, string>();
  for (const tag of stem.split("___")) {
    const equals = tag.indexOf("=");
    if (equals > 0) tags.set(tag.slice(0, equals), tag.slice(equals + 1));
  }
  return tags;
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function isUsual(key: string, value: string): boolean {
  return key === "recompute_status" && value === "disabled";
}

/** The model itself has no name among its modules. */
const ROOT = "(root)";

/**
 * The hooks on modules name inputs `<module>.inputs.<argument>` and outputs `<module>.output`. A dump that somebody put
 * into the code says neither: each of those is an output of its own, in the order of the dumps.
 */
function placeOf(name: string, tagged: string): Pick<DumpPlace, "layer" | "part"> {
  const hooked = /^non_intrusive__(?:(?<module>.+)\.)?(?<part>inputs\.[^.]+|output)(?:\.[^.]+)?$/.exec(
    name,
  )?.groups;
  if (hooked !== undefined) {
    return { layer: hooked["module"] ?? ROOT, part: hooked["part"] === "output" ? "output" : "input" };
  }
  return { layer: tagged, part: MODEL_INPUTS.has(name) ? "input" : "output" };
}
