import { handCommented, withoutHandComments } from "./gems/hand-comments.ts";
import { gemsImports } from "./gems/names.ts";
import { gemsPlaces, switchOffGems } from "./gems/switch-off.ts";
import { applyLineEdits } from "./line-edits.ts";
import { type Feature, insertedBehind, originalOf, undo } from "./markers.ts";
import { fixedNoiseFile, withFixedNoise } from "./noise.ts";
import { switchOffSeeds, switchOnSeeds } from "./seeds.ts";
import { joinLines, LineIndex, type SourceLine, splitLines } from "./source-lines.ts";
import { parsePython } from "./syntax.ts";

/** What a source is to become. */
export interface PatchRequest {
  /** `native`: flag_gems off. `flagos`: on. `keep`: as it is. */
  readonly gems: "native" | "flagos" | "keep";
  readonly seeds: "on" | "off" | "keep";
  /** The path of a `.npy` file whose tensor becomes the noise; `off` for the model's own, `keep` as it is. */
  readonly noise: { readonly file: string } | "off" | "keep";
}

/**
 * Patches a Python source: text in, text out, so that files in a container or on another machine can use it too.
 * Idempotent, and exact: `flagos` undoes `native` to the byte.
 *
 * @param name for messages
 * @throws FvalidateError of kind `input` for a place that cannot be switched off
 */
export function patchSource(text: string, request: PatchRequest, name: string): string {
  const bom = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const lines = splitLines(text.slice(bom.length));
  const wanted = withKept(request, lines);
  // Always from the unpatched source and in one order, so that what was inserted for one never counts lines of another.
  let patched = undo(undo(undo(lines, "noise"), "seeds"), "gems");
  if (wanted.gems === "native") patched = withGemsOff(patched, name);
  if (wanted.gems === "flagos") patched = withoutHandComments(patched);
  if (wanted.seeds === "off") patched = switchOffSeeds(patched);
  if (wanted.seeds === "on") patched = switchOnSeeds(patched);
  if (typeof wanted.noise === "object") patched = withFixedNoise(patched, wanted.noise.file, name);
  return bom + joinLines(patched);
}

/** The request with every `keep` replaced by how the source stands now. */
function withKept(request: PatchRequest, lines: readonly SourceLine[]): PatchRequest {
  const isOff = (feature: Feature) => lines.some((line) => originalOf(line, feature) !== null);
  const isOn = (feature: Feature) => lines.some((line) => insertedBehind(line, feature) > 0);
  const noiseFile = fixedNoiseFile(lines);
  const seedsNow = isOff("seeds") ? "off" : isOn("seeds") ? "on" : "keep";
  return {
    gems: request.gems === "keep" && isOff("gems") ? "native" : request.gems,
    seeds: request.seeds === "keep" ? seedsNow : request.seeds,
    noise: request.noise === "keep" && noiseFile !== null ? { file: noiseFile } : request.noise,
  };
}

function withGemsOff(lines: readonly SourceLine[], name: string): SourceLine[] {
  const edits = switchOffGems(joinLines(lines), { name, lines: new LineIndex(lines) });
  return applyLineEdits(lines, edits, "gems");
}

/** How flag_gems stands in a source, and where. */
export interface GemsStatus {
  readonly state: "flagos" | "native" | "mixed" | "none";
  readonly places: readonly { readonly line: number; readonly state: "on" | "off"; readonly text: string }[];
}

/** Whether flag_gems is on, off, both or not there, with each place and its line, counted from 1. */
export function gemsStatus(text: string): GemsStatus {
  const code = text.replace(/^\uFEFF/, "");
  const lines = splitLines(code);
  const source = parsePython(code);
  const index = new LineIndex(lines);
  // A fallback such as `flag_gems = None` leaves uses of the name behind that are not of the package.
  const on =
    gemsImports(source).length === 0 ? [] : [...new Set(gemsPlaces(source).map((at) => index.lineAt(at)))];
  const off = [
    ...lines.flatMap((line, at) => (originalOf(line, "gems") === null ? [] : [at])),
    ...handCommented(lines).map(({ firstLine }) => firstLine),
  ];
  const place = (state: "on" | "off") => (line: number) => ({
    line: line + 1,
    state,
    text: (lines[line]?.content ?? "").trim(),
  });
  const places = [...on.map(place("on")), ...off.map(place("off"))].toSorted(
    (first, second) => first.line - second.line,
  );
  return { state: stateOf(on.length, off.length), places };
}

function stateOf(on: number, off: number): GemsStatus["state"] {
  if (on > 0) return off > 0 ? "mixed" : "flagos";
  return off > 0 ? "native" : "none";
}
