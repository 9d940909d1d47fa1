import { readLines } from "../../../support/read-lines.ts";
import { type FoundFlip, flipOf } from "./found-flip.ts";
import { type LinePair, LinePairs } from "./pair-lines.ts";
import type { PassageLimits } from "./passages.ts";
import { parseSampleLine } from "./sample-line.ts";

/** Bytes: a file with a longer line is none of ours. */
const LONGEST_LINE = 2 ** 27;

/** How many flips of a benchmark are kept, and of how many of these the replies. */
export interface Room {
  readonly flips: number;
  readonly replies: number;
}

export interface FoundFlips {
  readonly flips: readonly FoundFlip[];
  /** Those that there was no room for. */
  readonly leftOut: number;
  /** Lines that could not be read; a run that was killed leaves half of one. */
  readonly unreadable: number;
}

/**
 * The flips in `samples.jsonl`, in its order; a file of any size, since no more than one question is held.
 * @param limits how much is kept of replies that the file holds
 * @throws an error of the system, or FvalidateError of kind `input` for a line of more than 128 MiB
 */
export async function findFlips(
  path: string,
  roomOf: ReadonlyMap<string, Room>,
  limits: PassageLimits,
): Promise<FoundFlips> {
  const pairs = new LinePairs();
  const kept = new KeptFlips(roomOf, limits);
  let unreadable = 0;
  for await (const { text } of readLines(path, undefined, LONGEST_LINE)) {
    const line = parseSampleLine(text);
    if (line === null) unreadable += 1;
    const pair = line && pairs.add(line);
    if (pair !== null) kept.add(pair);
  }
  return { flips: kept.flips, leftOut: kept.leftOut, unreadable };
}

class KeptFlips {
  readonly flips: FoundFlip[] = [];
  leftOut = 0;
  readonly #counts = new Map<string, number>();
  readonly #roomOf: ReadonlyMap<string, Room>;
  readonly #limits: PassageLimits;

  constructor(roomOf: ReadonlyMap<string, Room>, limits: PassageLimits) {
    this.#roomOf = roomOf;
    this.#limits = limits;
  }

  add(pair: LinePair): void {
    const { benchmark } = pair.baseline;
    const count = this.#counts.get(benchmark) ?? 0;
    const room = this.#roomOf.get(benchmark) ?? { flips: 0, replies: 0 };
    const found = flipOf(pair, count < room.replies ? this.#limits : null);
    if (found === null) return;
    this.#counts.set(benchmark, count + 1);
    if (count < room.flips) this.flips.push(found);
    else this.leftOut += 1;
  }
}
