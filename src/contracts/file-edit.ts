import { z } from "zod";

const file = z.string().min(1);
const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** A change to a file that a stack needs before it starts; undone after it has stopped. */
export const fileEditSchema = z.union(
  [
    /** The patcher's: flag_gems lines, seed lines, fixed noise. */
    z.strictObject({
      python: file,
      gems: z.enum(["native", "flagos", "keep"]).default("keep"),
      seeds: z.enum(["on", "off", "keep"]).default("keep"),
      /** Whether the model takes its noise from the run's capsule. */
      noise: z.enum(["capsule", "keep"]).default("keep"),
    }),
    /** Values of a YAML file by their dotted keys. */
    z.strictObject({ yaml: file, set: z.record(z.string().min(1), scalar) }),
    /** FlagScale's list of machines: one `host slots=N type=T` a line. */
    z.strictObject({
      hostfile: file,
      hosts: z
        .array(
          z.strictObject({
            host: z.string().regex(/^[^\s#]+$/, "a host without spaces"),
            slots: z.int().positive(),
            type: z.string().regex(/^\S+$/, "a type without spaces").optional(),
          }),
        )
        .min(1)
        .refine((hosts) => new Set(hosts.map(({ host }) => host)).size === hosts.length, "each host once")
        .refine(
          (hosts) => new Set(hosts.map(({ type }) => type === undefined)).size === 1,
          "a type for every host, or for none",
        ),
    }),
  ],
  {
    error:
      '`python` with gems (native, flagos, keep), seeds ("on", "off", keep), noise (capsule, keep); ' +
      "or `yaml` with set; or `hostfile` with hosts",
  },
);
export type FileEdit = z.infer<typeof fileEditSchema>;

/** Whether a model is edited to take its noise from the run's capsule. */
export function takesNoise(edits: readonly FileEdit[]): boolean {
  return edits.some((edit) => "python" in edit && edit.noise === "capsule");
}

/** The file that an edit changes. */
export function editedFile(edit: FileEdit): string {
  if ("python" in edit) return edit.python;
  return "yaml" in edit ? edit.yaml : edit.hostfile;
}
