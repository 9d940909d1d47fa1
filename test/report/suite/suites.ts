import { type PartRun, type SuiteRun, suiteRunSchema } from "../../../src/contracts/suite-run.ts";

const PART: PartRun = {
  name: "pi0",
  kind: "pi0",
  suite: { name: "pi0", title: "pi0, recorded" },
  settingsSha256: "0".repeat(64),
  baseline: { stack: "cuda", label: "CUDA" },
  candidate: { stack: "flagos", label: "FlagOS" },
  folder: "pi0-2026-11-21-070000-cuda-flagos",
  id: "pi0-2026-11-21-070000-cuda-flagos",
  status: "complete",
  verdict: "consistent",
  headline: "flagos computes what cuda computes, up to rounding",
  reasons: ["MAPE 0.8899 % is within the limit of 5 %"],
  warnings: [],
  figures: [{ label: "MAPE", value: 0.8899479822631643, unit: "%" }],
  drift: null,
  durationMilliseconds: 712,
  failure: null,
};

const NO_RUN: PartRun = {
  ...PART,
  name: "answers",
  kind: "bench",
  folder: null,
  id: null,
  status: "failed",
  verdict: null,
  headline: "nobody listens",
  reasons: [],
  figures: [],
  failure: { kind: "stack", message: "nobody listens", hint: "Start the server.", log: "last\n  words" },
};

/** A suite's run with one part of each kind of end. */
export function suiteOf(...parts: readonly Partial<PartRun>[]): SuiteRun {
  return suiteRunSchema.parse({
    schema: "fvalidate.run/1",
    id: "suite-2026-11-21-070000-night",
    createdAt: "2026-11-21T07:00:00.000Z",
    durationMilliseconds: 3_700_000,
    status: "failed",
    failure: { kind: "stack", message: "answers: nobody listens", hint: null },
    tool: { version: "0.1.0", node: "20.20.2" },
    command: ["run", "--suite", "night"],
    kind: "suite",
    suite: { name: "night", title: "a night" },
    parts: parts.map((part) => ({ ...PART, ...part })),
    verdict: "inconclusive",
    headline: "of 3 parts, answers failed; last was not run",
    reasons: ["pi0: consistent", "answers: failed, nobody listens", "last: not run"],
    warnings: ["pi0: the chip was warm"],
  });
}

/** One that is whole, one that failed, one that was not run. */
export function usualSuite(): SuiteRun {
  return suiteOf({}, NO_RUN, {
    name: "last",
    folder: null,
    id: null,
    status: "not run",
    verdict: null,
    headline: "it was not begun",
    figures: [],
  });
}

const HOSTILE = [
  'a|b "c", <script>alert(1)</script>\r\n# =1+1 [x](http://e) ![y](z) `code` **日本語** 🤖',
  `\u001b[31m\u0000\u2028]]> -->${"长".repeat(10_000)}`,
  "=cmd|' /C calc'!A0",
  "</title><img src=x onerror=alert(1)>",
];

/** Texts that do what they can to break out. */
export function hostileSuite(): SuiteRun {
  const whole = usualSuite();
  const [text, long, formula, tag] = HOSTILE as [string, string, string, string];
  return suiteRunSchema.parse({
    ...whole,
    suite: { name: tag, title: text },
    headline: long,
    reasons: HOSTILE,
    warnings: HOSTILE,
    parts: whole.parts.map((part, index) => ({
      ...part,
      name: `${index}${text}`,
      suite: { name: formula, title: tag },
      baseline: { stack: text, label: formula },
      candidate: { stack: tag, label: long },
      folder: part.folder === null ? null : "x (y) <script>",
      headline: tag,
      reasons: HOSTILE,
      warnings: HOSTILE,
      figures: [{ label: text, value: -1.5, unit: "points" }],
      drift: { against: text, verdict: null, headline: tag },
      failure: { kind: text, message: tag, hint: long, log: `\`\`\`\n${text}` },
    })),
  });
}
