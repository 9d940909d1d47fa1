interface Run {
  start: number;
  length: number;
  /** Which line it is on. */
  readonly line: number;
}

/**
 * What stands between equal runs of stars on one line, as Python's `findall(r"(\*{2,})(.*?)\1")` finds it: from each
 * run the most stars that come again.
 */
export function starPassages(text: string): { stars: string; passage: string }[] {
  const runs = runsOf(text);
  const longest = longestAfter(runs);
  const found: { stars: string; passage: string }[] = [];
  for (let index = 0; index < runs.length; ) {
    const run = runs[index] as Run;
    const shared = Math.min(run.length, longest[index] ?? 0);
    const within = Math.floor(run.length / 2);
    const size = Math.max(shared, within);
    if (size < 2) {
      index += 1;
      continue;
    }
    const closing = shared > within ? nextRun(runs, index + 1, size) : index;
    const close = closing === index ? run.start + size : (runs[closing]?.start ?? run.start);
    found.push({ stars: "*".repeat(size), passage: text.slice(run.start + size, close) });
    index = closing;
    consume(runs[index] as Run, close + size);
  }
  return found;
}

function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  let line = 0;
  for (const match of text.matchAll(/\*{2,}|\n/g)) {
    if (match[0] === "\n") line += 1;
    else runs.push({ start: match.index, length: match[0].length, line });
  }
  return runs;
}

/** For each run the length of the longest one behind it on its line. */
function longestAfter(runs: readonly Run[]): number[] {
  const longest = runs.map(() => 0);
  for (let index = runs.length - 2; index >= 0; index -= 1) {
    const next = runs[index + 1];
    if (next?.line !== runs[index]?.line) continue;
    longest[index] = Math.max(next?.length ?? 0, longest[index + 1] ?? 0);
  }
  return longest;
}

function nextRun(runs: readonly Run[], from: number, length: number): number {
  let index = from;
  while ((runs[index]?.length ?? length) < length) index += 1;
  return index;
}

/** The search goes on behind the closing stars: what is left of their run opens the next passage. */
function consume(run: Run, end: number): void {
  run.length -= end - run.start;
  run.start = end;
}
