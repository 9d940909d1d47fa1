import type { Flip } from "../../contracts/bench-result.ts";
import { NOT_KNOWN } from "./figures.ts";

/** What stands where a flip has no prediction. */
export function noPrediction({ cause }: Pick<Flip, "cause">): string {
  return cause === "answers not known" ? `(${NOT_KNOWN})` : "(none found)";
}

/** Of what two texts begin with alike, in UTF-16 units, no character taken apart. */
export function commonLength(first: string, second: string): number {
  let length = 0;
  for (const character of first) {
    if (!second.startsWith(character, length)) break;
    length += character.length;
  }
  return length;
}
