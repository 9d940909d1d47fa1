import { z } from "zod";
import { failureSchema, resultHead, runTail } from "./run-parts.ts";
import { VERDICTS } from "./verdict.ts";

const arm = z.object({ stack: z.string(), label: z.string() });

/** A figure that stands for a part where there is one line for it. */
const figure = z.object({ label: z.string(), value: z.number().nullable(), unit: z.string() });
export type PartFigure = z.infer<typeof figure>;

/** Whoever reads a part looks nowhere but in the suite run's own folder. */
function isName(folder: string): boolean {
  return !/[/\\]/.test(folder) && folder !== "." && folder !== "..";
}

/** One part of a suite's run: a run of one pair of arms, or why there is none. */
const part = z.object({
  /** Unique in the suite. */
  name: z.string(),
  kind: z.enum(["pi0", "bench"]),
  suite: z.object({ name: z.string(), title: z.string() }),
  /** SHA-256 over what the part was asked to do: its suite's file, its arms, its flags. */
  settingsSha256: z.string(),
  baseline: arm,
  candidate: arm,
  /** The run's folder within the suite run's; `null` where it made none. */
  folder: z.string().refine(isName, "the name of a folder").nullable(),
  /** The run's id; `null` where it made no result. */
  id: z.string().nullable(),
  status: z.enum(["complete", "interrupted", "failed", "not run"]),
  /** `null` where there is no result. */
  verdict: z.enum(VERDICTS).nullable(),
  /** Why there is no result, where there is none. */
  headline: z.string(),
  reasons: z.array(z.string()).readonly(),
  warnings: z.array(z.string()).readonly(),
  figures: z.array(figure).readonly(),
  /** What `--against` made of it; its verdict is `null` where there was nothing to compare with. */
  drift: z
    .object({ against: z.string(), verdict: z.enum(VERDICTS).nullable(), headline: z.string() })
    .nullable(),
  durationMilliseconds: z.number(),
  failure: failureSchema.nullable(),
});
export type PartRun = z.infer<typeof part>;

/** The runs of a suite's parts under one verdict, as the `run.json` above their folders holds it. */
export const suiteRunSchema = z.object({
  ...resultHead,
  kind: z.literal("suite"),
  suite: z.object({ name: z.string(), title: z.string() }),
  /** In the suite's order. */
  parts: z.array(part).readonly(),
  ...runTail,
});
export type SuiteRun = z.infer<typeof suiteRunSchema>;
