import { z } from "zod";
import { POLICIES, type PolicyName } from "../compare/policies/index.ts";
import { DEFAULT_LIMITS } from "../compare/policies/policy.ts";
import { CAMERAS } from "../contracts/policy.ts";
import { PROFILES } from "../drivers/index.ts";
import { TARGETS } from "../stacks/index.ts";
import { ONE_FORM, recordingForm } from "../stacks/recording/form.ts";
import { benchSchema, taskSchema } from "./bench-schema.ts";

export const SUITE_SCHEMA = "fvalidate.suite/1";

/** The kinds of suites that have stacks. */
export const SUITE_KINDS = ["pi0", "bench"] as const;

const label = z.string().min(1).optional();

/** One line for each target, so that the type of a stack's options follows from its target. */
const stack = z.discriminatedUnion("target", [
  z
    .strictObject({ target: z.literal("recording"), label, ...TARGETS.recording.options.shape })
    .refine((entry) => recordingForm(entry) !== null, ONE_FORM),
  z.strictObject({ target: z.literal("endpoint"), label, ...TARGETS.endpoint.options.shape }),
  z.strictObject({ target: z.literal("process"), label, ...TARGETS.process.options.shape }),
  z.strictObject({ target: z.literal("docker"), label, ...TARGETS.docker.options.shape }),
  z.strictObject({ target: z.literal("embedded"), label, ...TARGETS.embedded.options.shape }),
  z.strictObject({ target: z.literal("predictions"), label, ...TARGETS.predictions.options.shape }),
]);
export type StackEntry = z.infer<typeof stack>;

const policyNames = Object.keys(POLICIES) as [PolicyName, ...PolicyName[]];
const profileNames = Object.keys(PROFILES) as [string, ...string[]];

/** The robot's cameras, in the protocols' order however a suite lists them. */
const cameras = z
  .array(z.enum(CAMERAS))
  .min(1)
  .refine((listed) => new Set(listed).size === listed.length, "a camera is listed twice")
  .transform((listed) => CAMERAS.filter((camera) => listed.includes(camera)));

/** The frozen inputs that live stacks are asked with; a recording brings its own. */
const capsule = z.strictObject({
  seed: z.int().default(42),
  observations: z.int().positive().default(32),
  /** Steps of an action chunk, which are the noise tensor's steps. */
  chunk: z.int().positive().default(50),
  /** Action dimensions of the model, padding included: the noise tensor's dimensions. */
  actionDimensions: z.int().positive().default(32),
  /** Numbers in a drawn state; what the profile's servers take unless given. */
  stateDimensions: z.int().positive().optional(),
  /** Only these cameras' pictures are drawn, taken from files and sent. */
  cameras: cameras.default([...CAMERAS]),
});

const policy = z.strictObject({
  name: z.enum(policyNames).default("floor"),
  maxMapePercent: z.number().nonnegative().default(DEFAULT_LIMITS.maxMapePercent),
  maxFloors: z.number().positive().default(DEFAULT_LIMITS.maxFloors),
  minCoherenceP: z.number().min(0).max(1).default(DEFAULT_LIMITS.minCoherenceP),
  maxPositionErrorMetres: z.number().nonnegative().default(DEFAULT_LIMITS.maxPositionErrorMetres),
  maxOrientationErrorRadians: z.number().nonnegative().default(DEFAULT_LIMITS.maxOrientationErrorRadians),
  minCosine: z.number().min(-1).max(1).default(DEFAULT_LIMITS.minCosine),
  minStepCosine: z.number().min(-1).max(1).default(DEFAULT_LIMITS.minStepCosine),
});

export const suiteSchema = z.strictObject({
  schema: z.literal(SUITE_SCHEMA),
  /** `pi0` compares action tensors; `bench` compares answers to benchmark questions. Other kinds have schemas of their own. */
  kind: z.enum(SUITE_KINDS, { error: 'expected one of "pi0"|"bench"|"suite"' }),
  title: z.string().min(1),
  /** The benchmarks of a suite of kind `bench`, in the order of its card. */
  tasks: z.array(taskSchema).default([]),
  /** How the servers of a suite of kind `bench` are asked and judged. */
  bench: benchSchema.prefault({}),
  /** The arms of `fvalidate run`, and of `pi0` where the command line names none. */
  baseline: z.string().optional(),
  candidate: z.string().optional(),
  /** The wire protocol of the suite's servers; embedded policies are asked in it too. */
  profile: z.enum(profileNames).default("flagscale-g2"),
  capsule: capsule.prefault({}),
  /** How often each live stack is asked the same. */
  repeats: z.int().positive().default(2),
  timeoutSeconds: z.number().positive().default(300),
  policy: policy.prefault({}),
  /** A file with the robot arm's joints, for the poses of its end effector; relative to the suite. */
  kinematics: z.string().min(1).optional(),
  /** The MAPE that the published model card states, shown beside the measured one. */
  cardMapePercent: z.number().nonnegative().optional(),
  /** A stack in higher precision that both arms are measured against. */
  golden: z.string().optional(),
  stacks: z.record(z.string().regex(/^[\w.-]+$/, "letters, digits, `.`, `_` and `-`"), stack),
});
export type SuiteContent = z.infer<typeof suiteSchema>;
