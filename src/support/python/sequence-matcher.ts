import { pythonLength } from "./text.ts";

/** From this length on Python's matcher passes over characters that make up more than 1 % of the second text. */
const AUTOJUNK_LENGTH = 200;

export interface CloseMatchOptions {
  /** How many matches are wanted. */
  readonly count: number;
  /** Those below this ratio are left out; from 0 to 1. */
  readonly cutoff: number;
  /**
   * Characters of possibilities that may be looked at. Past them the ratio that the lengths allow stands for the
   * ratio, so that a hostile text cannot stop the run. Without limit unless told otherwise.
   */
  readonly effort?: number;
}

/**
 * Python's `difflib.SequenceMatcher(a=first, b=second)` over code points, with its automatic junk rule
 * (Ratcliff and Metzener, "Pattern Matching: The Gestalt Approach", 1988).
 */
export interface SequenceMatcher {
  /** `ratio()`: twice the matching characters over all characters; 1 for two empty texts. */
  ratio(first: string): number;
  /** `quick_ratio()`: an upper bound of `ratio`. */
  quickRatio(first: string): number;
  /** `real_quick_ratio()`: an upper bound of `quickRatio`. */
  realQuickRatio(first: string): number;
}

/** @param second the text that is kept while it is compared with many first ones */
export function sequenceMatcher(second: string): SequenceMatcher {
  const characters = [...second];
  const positions = positionsOf(characters);
  const counts = new Map<string, number>();
  for (const character of characters) counts.set(character, (counts.get(character) ?? 0) + 1);
  return {
    ratio: (first) => {
      const text = [...first];
      return ratioOf(matches(text, characters, positions), text.length + characters.length);
    },
    quickRatio: (first) => {
      const { common, length } = commonCharacters(first, counts);
      return ratioOf(common, length + characters.length);
    },
    realQuickRatio: (first) => {
      const length = pythonLength(first);
      return ratioOf(Math.min(length, characters.length), length + characters.length);
    },
  };
}

/**
 * Python's `difflib.get_close_matches`: the possibilities that are most like a text, the most similar one first and
 * of equal ones the one that sorts last. Those that cannot be among them are never compared in full.
 */
export function closeMatches(
  text: string,
  possibilities: readonly string[],
  { count, cutoff, effort = Number.POSITIVE_INFINITY }: CloseMatchOptions,
): string[] {
  const matcher = sequenceMatcher(text);
  const ratioOfOne = thriftyRatio(matcher, effort);
  const best: Ranked[] = [];
  for (const { possibility, bound } of byLength(matcher, possibilities)) {
    const least = best.length < count ? cutoff : Math.max(cutoff, best.at(-1)?.ratio ?? 0);
    if (bound < least) break;
    const ratio = ratioOfOne(possibility, bound, least);
    if (ratio >= least) insert(best, { possibility, ratio }, count);
  }
  return best.map(({ possibility }) => possibility);
}

/**
 * Ratios, each computed once and in full only where it may reach the least one that matters; an upper bound otherwise,
 * and also when the effort is spent.
 */
function thriftyRatio(
  matcher: SequenceMatcher,
  effort: number,
): (possibility: string, bound: number, least: number) => number {
  const ratios = new Map<string, number>();
  let left = effort;
  return (possibility, bound, least) => {
    const known = ratios.get(possibility);
    if (known !== undefined) return known;
    let ratio = bound;
    if (possibility.length <= left) {
      left -= possibility.length;
      ratio = matcher.quickRatio(possibility);
      if (ratio >= least) ratio = matcher.ratio(possibility);
    }
    ratios.set(possibility, ratio);
    return ratio;
  };
}

/** The possibilities with the highest ratio that their lengths allow, from the highest one down. */
function byLength(
  matcher: SequenceMatcher,
  possibilities: readonly string[],
): { readonly possibility: string; readonly bound: number }[] {
  return possibilities
    .map((possibility) => ({ possibility, bound: matcher.realQuickRatio(possibility) }))
    .sort((one, other) => other.bound - one.bound);
}

interface Ranked {
  readonly possibility: string;
  readonly ratio: number;
}

function insert(best: Ranked[], ranked: Ranked, count: number): void {
  const at = best.findIndex((other) => isBefore(ranked, other));
  best.splice(at === -1 ? best.length : at, 0, ranked);
  if (best.length > count) best.pop();
}

function isBefore(one: Ranked, other: Ranked): boolean {
  if (one.ratio !== other.ratio) return one.ratio > other.ratio;
  return compareCodePoints(one.possibility, other.possibility) > 0;
}

/** As Python orders texts; UTF-16 orders characters beyond U+FFFF otherwise. */
function compareCodePoints(one: string, other: string): number {
  for (let at = 0; at < Math.min(one.length, other.length); at += 1) {
    if (one.charCodeAt(at) === other.charCodeAt(at)) continue;
    return rank(one.charCodeAt(at)) - rank(other.charCodeAt(at));
  }
  return one.length - other.length;
}

/** Surrogates stand for characters beyond all others. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

function ratioOf(matching: number, length: number): number {
  return length === 0 ? 1 : (2 * matching) / length;
}

function positionsOf(characters: readonly string[]): Map<string, number[]> {
  const positions = new Map<string, number[]>();
  for (const [at, character] of characters.entries()) {
    const known = positions.get(character);
    if (known === undefined) positions.set(character, [at]);
    else known.push(at);
  }
  if (characters.length < AUTOJUNK_LENGTH) return positions;
  const popular = Math.floor(characters.length / 100) + 1;
  for (const [character, places] of positions) if (places.length > popular) positions.delete(character);
  return positions;
}

function commonCharacters(
  first: string,
  counts: ReadonlyMap<string, number>,
): { common: number; length: number } {
  const available = new Map(counts);
  let common = 0;
  let length = 0;
  for (const character of first) {
    length += 1;
    const left = available.get(character) ?? 0;
    if (left === 0) continue;
    available.set(character, left - 1);
    common += 1;
  }
  return { common, length };
}

interface Block {
  readonly first: number;
  readonly second: number;
  readonly size: number;
}

interface Range {
  readonly firstStart: number;
  readonly firstEnd: number;
  readonly secondStart: number;
  readonly secondEnd: number;
}

/** The characters of all matching blocks: the longest one, and then those before it and after it. */
function matches(
  first: readonly string[],
  second: readonly string[],
  positions: ReadonlyMap<string, readonly number[]>,
): number {
  let total = 0;
  const open: Range[] = [{ firstStart: 0, firstEnd: first.length, secondStart: 0, secondEnd: second.length }];
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    const block = longestMatch(first, second, positions, range);
    if (block.size === 0) continue;
    total += block.size;
    open.push({ ...range, firstEnd: block.first, secondEnd: block.second });
    open.push({ ...range, firstStart: block.first + block.size, secondStart: block.second + block.size });
  }
  return total;
}

/** The longest match, of equally long ones the first in both texts, widened over characters that the index leaves out. */
function longestMatch(
  first: readonly string[],
  second: readonly string[],
  positions: ReadonlyMap<string, readonly number[]>,
  range: Range,
): Block {
  let best: Block = { first: range.firstStart, second: range.secondStart, size: 0 };
  let endingAt = new Map<number, number>();
  for (let i = range.firstStart; i < range.firstEnd; i += 1) {
    const nextEndingAt = new Map<number, number>();
    for (const j of positions.get(first[i] ?? "") ?? []) {
      if (j < range.secondStart) continue;
      if (j >= range.secondEnd) break;
      const size = (endingAt.get(j - 1) ?? 0) + 1;
      nextEndingAt.set(j, size);
      if (size > best.size) best = { first: i - size + 1, second: j - size + 1, size };
    }
    endingAt = nextEndingAt;
  }
  return widened(best, first, second, range);
}

function widened(block: Block, first: readonly string[], second: readonly string[], range: Range): Block {
  let { first: i, second: j, size } = block;
  while (i > range.firstStart && j > range.secondStart && first[i - 1] === second[j - 1]) {
    i -= 1;
    j -= 1;
    size += 1;
  }
  while (i + size < range.firstEnd && j + size < range.secondEnd && first[i + size] === second[j + size])
    size += 1;
  return { first: i, second: j, size };
}
