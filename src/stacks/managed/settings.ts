import { z } from "zod";
import { fileEditSchema } from "../../contracts/file-edit.ts";

const path = z.string().min(1);
const port = z.int().min(1).max(65535);
const seconds = z.number().positive();

const regularExpression = z
  .string()
  .min(1)
  .refine((pattern) => {
    try {
      new RegExp(pattern, "u");
      return true;
    } catch {
      return false;
    }
  }, "a regular expression");

/** One sign that a server is ready; all that a stack lists must be seen. */
export const readySignSchema = z.union(
  [
    /** Its port accepts connections. */
    z.strictObject({ tcp: port }),
    /** A path answers with a status: `/health` and 200, or `/infer` and 405, which a Flask server gives to GET. */
    z.strictObject({ http: z.string().regex(/^\//, "a path such as /health"), status: z.int().default(200) }),
    /** A line of the start command's output or of one of the logs matches. */
    z.strictObject({ log: regularExpression }),
    /** The start command itself ended, with exit code 0: a script and no server. */
    z.strictObject({ ended: z.literal(true) }),
  ],
  { error: "one of { tcp }, { http, status }, { log }, { ended: true }" },
);
export type ReadySign = z.infer<typeof readySignSchema>;

const readiness = z.strictObject({
  signs: z.array(readySignSchema).min(1).optional(),
  /** Without a new line in a log and without any process using its processor for so long, it is taken for hung. */
  quietSeconds: seconds.default(180),
  timeoutSeconds: seconds.default(1800),
  /** Log lines that end the wait at once, beside the usual ones. */
  fatal: z.array(regularExpression).default([]),
});

const evidence = z.strictObject({
  /** What this stack is meant to be; by default a baseline is native and a candidate is flagos. */
  expect: z.enum(["native", "flagos", "any"]).optional(),
  /** FlagGems' own logs of what ran. */
  operatorLogs: z.array(path).default(["~/.flaggems/oplist.log"]),
  /** Whose versions go into the report. */
  packages: z
    .array(z.string().regex(/^[\w.-]+$/))
    .default(["torch", "triton", "flag_gems", "flagtree", "vllm", "vllm_fl", "transformers", "numpy"]),
});

/** What every stack that this tool starts itself can say, whatever it runs in. */
export const managedOptions = z.strictObject({
  /** Another machine, by the system's ssh and the user's own configuration. */
  ssh: z
    .string()
    .regex(/^(?!-)[^\s:]+(:\d+)?$/, "user@host or user@host:port")
    .optional(),
  /** The working folder of every command, and what relative paths are relative to; there, not here. */
  folder: path.default("."),
  /** Switches; `null` takes a variable out of the environment. */
  environment: z
    .record(
      z.string().regex(/^[A-Za-z_]\w*$/, "a variable's name"),
      z.string({ error: 'text in quotes, such as "1", or null to take it out' }).nullable(),
    )
    .default({}),
  /** Files and folders that must be there before anything is started. */
  requires: z.array(path).default([]),
  /** Changes to files before the start, undone after the stop. */
  edits: z.array(fileEditSchema).default([]),
  /** The command that starts the server, in a POSIX shell. It may stay or return at once. */
  start: z.string().min(1),
  /** A command that asks the server to end, before its processes are ended by their ids. */
  stop: z.string().min(1).optional(),
  stopSeconds: seconds.default(20),
  /** Where the server listens. */
  port: port.optional(),
  /** Where it is reached from here, if not at its port on the machine it runs on. */
  url: z.url({ protocol: /^(https?|wss?)$/, error: "an address such as http://127.0.0.1:5000" }).optional(),
  /** The model's name at the server, for benchmarks; the one it serves where it serves only one. */
  model: z.string().min(1).optional(),
  ready: readiness.prefault({}),
  /** Logs of the server; those that are appended to are read from where they end at the start. */
  logs: z.array(path).default([]),
  /** The Python whose packages are asked for their versions and that checks edited sources. */
  python: z.string().min(1).default("python3"),
  /** A file of JSON lines that the start command writes, for stacks that answer by a script. */
  predictions: path.optional(),
  evidence: evidence.prefault({}),
});
export type ManagedSettings = z.infer<typeof managedOptions>;
