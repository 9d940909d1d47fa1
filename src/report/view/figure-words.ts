/** What a figure is called, and in what it is counted. */
export interface FigureWords {
  readonly label: string;
  /** `fraction` for accuracies, whose differences are percentage points; empty where there is none. */
  readonly unit: string;
}

type Descriptions = Readonly<Record<string, { readonly label: string; readonly unit: string }>>;

const SUFFIXES: readonly (readonly [suffix: RegExp, unit: string])[] = [
  [/Percent$/, "%"],
  [/Points$/, "points"],
  [/Milliseconds$/, "ms"],
  [/Metres$/, "m"],
  [/Radians$/, "rad"],
  [/[aA]ccuracy(Interval)?$/, "fraction"],
];

/** Words that are not written as their key is. */
const WORDS: Readonly<Record<string, string>> = {
  wape: "WAPE",
  mape: "MAPE",
  smape: "SMAPE",
  relativeL2: "relative L2",
  mcnemarP: "McNemar's p",
  holmP: "p (Holm)",
  ci95: "95 % interval",
  ci90: "90 % interval",
  n: "n",
  p: "p",
  p90: "p90",
  p99: "p99",
  lost: "lost",
};

/** From the keys that lead to a figure; the run's own words for a metric come first. */
export function figureWords(path: readonly string[], descriptions: Descriptions = {}): FigureWords {
  const known = descriptions[path.at(-1) ?? ""];
  const units = path.toReversed().map((key) => unitOf(key));
  const unit = known?.unit ?? units.find((found) => found !== "") ?? "";
  const words = path.map((key) => descriptions[key]?.label ?? wordOf(key));
  return { label: words.join(" · "), unit };
}

function unitOf(key: string): string {
  return SUFFIXES.find(([suffix]) => suffix.test(key))?.[1] ?? "";
}

function wordOf(key: string): string {
  const bare = WITH_UNIT.exec(key)?.[1] ?? key;
  return WORDS[key] ?? WORDS[bare] ?? spaced(bare);
}

/** What is left of a key without its unit; `accuracy` is a word of its own. */
const WITH_UNIT = /^(.+)(?:Percent|Points|Milliseconds|Metres|Radians)$/;

function spaced(key: string): string {
  return key.replace(
    /([a-z0-9])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
}
