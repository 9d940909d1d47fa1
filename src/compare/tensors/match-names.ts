import { FvalidateError } from "../../support/errors.ts";
import type { StoredTensor } from "../../tensors/stored/stored-tensor.ts";
import { mapNames, type NameMapping } from "./name-mapping.ts";
import { namePattern } from "./name-pattern.ts";

/** Two tensors that are taken for the same one. */
export interface NamedPair {
  /** The baseline's name. */
  readonly name: string;
  readonly baseline: StoredTensor;
  readonly candidate: StoredTensor;
}

export interface MatchRequest {
  readonly baseline: readonly StoredTensor[];
  readonly candidate: readonly StoredTensor[];
  readonly mapping: NameMapping | null;
  /** Pattern for the baseline's names. */
  readonly only: string | null;
  /** Whether both sides are files, whose only tensors belong together whatever they are called. */
  readonly files: boolean;
}

export interface Match {
  /** In the baseline's order. */
  readonly pairs: readonly NamedPair[];
  /** Names on one side only, by the baseline's names. */
  readonly missing: { readonly fromCandidate: readonly string[]; readonly fromBaseline: readonly string[] };
  readonly warnings: readonly string[];
}

/** How many names a message lists. */
const LISTED = 5;

/**
 * Finds the tensors that both sides hold.
 * @throws FvalidateError of kind `comparison` where there is none, of kind `usage` where `--only` leaves none, and of
 * kind `input` where a name is held twice
 */
export function matchTensors(request: MatchRequest): Match {
  const single = singlePair(request);
  if (single !== null) return { pairs: [single], missing: NONE_MISSING, warnings: [] };
  const baseline = byName(
    request.baseline,
    request.baseline.map(({ name }) => name),
    "The baseline",
  );
  const { mapping } = request;
  const own = request.candidate.map(({ name }) => name);
  const { names, unused } = mapping === null ? { names: own, unused: [] } : mapNames(own, mapping);
  const candidate = byName(
    request.candidate,
    names,
    mapping === null ? "The candidate" : "The candidate, its names mapped,",
  );
  const wanted = wantedNames(request.only, [...new Set([...baseline.keys(), ...candidate.keys()])]);
  requireCommonName(baseline, candidate);
  const pairs = [...baseline].flatMap(([name, tensor]) => {
    const other = candidate.get(name);
    return other === undefined || !wanted.has(name) ? [] : [{ name, baseline: tensor, candidate: other }];
  });
  requirePair(pairs, request.only);
  const onlyIn = (one: Named, other: Named) =>
    [...one.keys()].filter((name) => wanted.has(name) && !other.has(name));
  return {
    pairs,
    missing: { fromCandidate: onlyIn(baseline, candidate), fromBaseline: onlyIn(candidate, baseline) },
    warnings: unused.map((what) => `--mapping: ${what} fits no name of the candidate.`),
  };
}

type Named = ReadonlyMap<string, StoredTensor>;

const NONE_MISSING = { fromCandidate: [], fromBaseline: [] };

/** A file with one tensor names it after itself, so the names of two such files say nothing. */
function singlePair({ baseline, candidate, files, only, mapping }: MatchRequest): NamedPair | null {
  const [first, ...moreOfBaseline] = baseline;
  const [second, ...moreOfCandidate] = candidate;
  if (!files || first === undefined || second === undefined) return null;
  if (moreOfBaseline.length > 0 || moreOfCandidate.length > 0 || only !== null || mapping !== null)
    return null;
  return { name: first.name, baseline: first, candidate: second };
}

function byName(tensors: readonly StoredTensor[], names: readonly string[], side: string): Named {
  const named = new Map<string, StoredTensor>();
  for (const [at, tensor] of tensors.entries()) {
    const name = names[at] ?? tensor.name;
    const other = named.get(name);
    if (other !== undefined) {
      const both = other.name === tensor.name ? "twice" : `twice, from ${other.name} and ${tensor.name}`;
      throw new FvalidateError("input", `${side} holds the name ${name} ${both}.`, {
        hint: "Every tensor needs a name of its own: give these two different ones in the --mapping.",
      });
    }
    named.set(name, tensor);
  }
  return named;
}

function requireCommonName(baseline: Named, candidate: Named): void {
  if ([...baseline.keys()].some((name) => candidate.has(name))) return;
  throw new FvalidateError(
    "comparison",
    `Baseline and candidate have no tensor name in common. The baseline holds ${listed([...baseline.keys()])}; ` +
      `the candidate holds ${listed([...candidate.keys()])}.`,
    { hint: "Where the names differ by a rule, write it into a file and name it with --mapping." },
  );
}

function requirePair(pairs: readonly NamedPair[], only: string | null): void {
  if (pairs.length > 0) return;
  throw new FvalidateError(
    "comparison",
    `None of the names that --only ${only ?? ""} fits is on both sides.`,
  );
}

function wantedNames(only: string | null, names: readonly string[]): ReadonlySet<string> {
  const wanted = new Set(only === null ? names : names.filter(namePattern(only)));
  if (wanted.size > 0 || only === null) return wanted;
  throw new FvalidateError("usage", `--only ${only} fits none of the names: ${listed(names)}.`, {
    hint: "* stands for any characters, ? for one, {a,b} for either; the whole name has to fit.",
  });
}

/** The first few names, and how many more there are. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return "no tensor";
  const more = names.length - LISTED;
  return `${names.slice(0, LISTED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
