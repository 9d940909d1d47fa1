import type { DataSource } from "../contracts/benchmark.ts";
import { FvalidateError } from "../support/errors.ts";
import { byCharacters, matchingPaths } from "./glob.ts";
import { HubFailure } from "./hub/failure.ts";
import { READERS, readableExtensions, readerOf } from "./readers/index.ts";

/** Which files hold the rows, and what to say about the choice. */
export interface Choice {
  readonly paths: readonly string[];
  readonly notes: readonly string[];
}

/** What libraries leave beside the data: JSON that holds no rows. */
const NO_ROWS = /(^|\/)(dataset_infos?|dataset_dict|state|configuration|config|package)\.json$/i;

/** Patterns of the files of one hub's repository. */
export type Patterns = readonly string[];

export function patternSets({ huggingFace, modelScope }: DataSource): readonly Patterns[] {
  return [huggingFace, modelScope].flatMap((hub) => (hub === null ? [] : [hub.files]));
}

/** The parts of patterns that lead into zips, such as `test/*.csv` of `data.zip/test/*.csv`; all of each where none does. */
export function patternsWithinZips(sets: readonly Patterns[]): readonly Patterns[] {
  const within = sets.map((patterns) =>
    patterns.flatMap((pattern) => /^.*?\.zip\/(.+)$/i.exec(pattern)?.[1] ?? []),
  );
  return within.every((patterns) => patterns.length === 0) ? sets : within;
}

function withoutPartsInZips(pattern: string): string {
  return pattern.replace(/(\.zip)\/.*$/i, "$1");
}

/**
 * The files of a folder that hold the rows: those that fit the patterns of one hub, else those whose names
 * alone fit them, as when somebody names a folder within, else all that hold rows. Of several kinds one is taken.
 * @param where how messages name the folder
 * @throws FvalidateError of kind `input` where nothing holds rows
 */
export function chooseFiles(paths: readonly string[], sets: readonly Patterns[], where: string): Choice {
  const readable = paths.filter((path) => readerOf(path) !== null || isZip(path));
  const fitting = firstFitting(readable, sets);
  if (fitting !== null) return ofOneKind(fitting.paths, fitting.notes);
  const named = firstFitting(
    readable,
    sets.map((patterns) => patterns.map(inAnyFolder)),
  );
  const note = "The files were found by their names, in other folders than in the hub's repository.";
  if (named !== null) return ofOneKind(named.paths, [note, ...named.notes]);
  const rest = readable
    .filter((path) => readerOf(path) !== null && !NO_ROWS.test(path))
    .toSorted(byCharacters);
  const zips = readable.filter(isZip);
  if (rest.length === 0 && zips.length === 1) return { paths: zips, notes: [] };
  if (rest.length === 0) throw nothingThere(paths, where);
  const all =
    sets.length === 0
      ? []
      : ["No file has the name that it has in the hub's repository: all files are read."];
  return ofOneKind(rest, all);
}

/** Those of a repository's files that fit the patterns of its entry. */
export function chooseRemoteFiles(paths: readonly string[], patterns: Patterns, where: string): Choice {
  const found = firstFitting(paths, [patterns]);
  if (found === null) {
    throw new HubFailure("absent", `${where} has no file like ${patterns.slice(0, 3).join(" or ")}.`, {
      hint: "Its owner may have renamed the files: download them, and name the folder.",
    });
  }
  return ofOneKind(found.paths, found.notes);
}

export function isZip(path: string): boolean {
  return path.toLowerCase().endsWith(".zip");
}

function firstFitting(paths: readonly string[], sets: readonly Patterns[]): Choice | null {
  for (const patterns of sets.map((set) => set.map(withoutPartsInZips))) {
    const found = matchingPaths(paths, patterns);
    if (found.length === 0) continue;
    const without = patterns.filter((pattern) => matchingPaths(found, [pattern]).length === 0);
    if (without.length === 0) return { paths: found, notes: [] };
    return {
      paths: found,
      notes: [`No file is like ${listed(without)}: that part of the data is not there.`],
    };
  }
  return null;
}

function inAnyFolder(pattern: string): string {
  return `**/${pattern.split("/").at(-1)}`;
}

/** Zips among files that hold rows hold what the rows name. */
function ofOneKind(paths: readonly string[], notes: readonly string[]): Choice {
  const withRows = paths.filter((path) => readerOf(path) !== null);
  if (withRows.length === 0) return { paths, notes };
  const kinds = READERS.filter((reader) => withRows.some((path) => readerOf(path) === reader));
  const [chosen] = kinds;
  if (kinds.length === 1) return { paths, notes };
  const left = withRows.filter((path) => readerOf(path) !== chosen);
  const note = `There are files of several kinds: ${chosen?.kind} is read, ${listed(left)} ${left.length === 1 ? "is" : "are"} not.`;
  return { paths: paths.filter((path) => !left.includes(path)), notes: [...notes, note] };
}

function listed(names: readonly string[]): string {
  return names.length <= 3
    ? names.join(", ")
    : `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`;
}

function nothingThere(paths: readonly string[], where: string): FvalidateError {
  const there = paths.length === 0 ? "It is empty." : `It holds ${listed(paths)}.`;
  return new FvalidateError("input", `${where} holds no file with rows. ${there}`, {
    hint: `Files with these endings are read: ${readableExtensions().join(" ")}`,
  });
}
