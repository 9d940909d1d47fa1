import { editedFile, type FileEdit } from "../../contracts/file-edit.ts";
import type { PlaceFiles } from "../../contracts/place.ts";
import type { StackLife } from "../../contracts/stack-life.ts";
import { patchSource } from "../../patch/patch-source.ts";
import { setYamlValues } from "../../suite/yaml-values.ts";
import { FvalidateError } from "../../support/errors.ts";
import { sha256 } from "../../support/hash.ts";
import { decodeSource } from "../patching/encoding.ts";
import type { Edited } from "./state.ts";

/**
 * Makes a stack's edits in its place.
 * @param note told of each edit before it is made, so that it can be undone whatever happens
 * @throws FvalidateError of kind `input` or `stack`
 */
export async function makeEdits(life: StackLife, note: (edited: Edited) => Promise<void>): Promise<void> {
  for (const [index, edit] of life.edits.entries()) {
    const file = await life.files.resolve(editedFile(edit));
    const before = await life.files.read(file);
    const after = await editedBytes(life, edit, before);
    if (before !== null && Buffer.compare(before, after) === 0) continue;
    const backup = before === null ? null : `${file}.fvalidate-stack-${life.leftovers.token}-${index}`;
    await note({ file, backup, written: sha256(after) });
    if (backup !== null) await life.files.setAside(file, backup);
    await life.files.write(file, after);
  }
}

async function editedBytes(life: StackLife, edit: FileEdit, before: Uint8Array | null): Promise<Uint8Array> {
  if ("hostfile" in edit) return new TextEncoder().encode(hostfileText(edit.hosts));
  const name = editedFile(edit);
  if (before === null) {
    throw new FvalidateError(
      "stack",
      `${life.leftovers.stack}: there is no file ${name} to edit in its place.`,
      {
        hint: "Paths of edits are relative to the stack's `folder`, where the stack runs.",
      },
    );
  }
  return "yaml" in edit
    ? new TextEncoder().encode(setYamlValues(new TextDecoder().decode(before), edit.set, name))
    : patchedPython(life, edit, before);
}

async function patchedPython(
  life: StackLife,
  edit: Extract<FileEdit, { python: string }>,
  before: Uint8Array,
): Promise<Uint8Array> {
  const { python: name, gems, seeds } = edit;
  const source = decodeSource(before, name);
  const noise = edit.noise === "capsule" ? ({ file: life.noiseFile } as const) : "keep";
  const after = source.encode(patchSource(source.text, { gems, seeds, noise }, name));
  for (const [bytes, when] of [
    [before, "before it was patched"],
    [after, "after it was patched"],
  ] as const) {
    const problem = await life.files.compileProblem(life.python, bytes, name);
    if (problem !== null) throw new FvalidateError("input", `${name} does not compile ${when}: ${problem}`);
  }
  return after;
}

/** FlagScale's form: `worker0 slots=8 type=A100`. */
function hostfileText(hosts: Extract<FileEdit, { hostfile: string }>["hosts"]): string {
  const lines = hosts.map(
    ({ host, slots, type }) => `${host} slots=${slots}${type === undefined ? "" : ` type=${type}`}`,
  );
  return `${lines.join("\n")}\n`;
}

/**
 * Gives edited files their own bytes back, the last edit first.
 * @returns what could not be undone, in sentences: a file that somebody else changed since is left as it is
 */
export async function undoEdits(files: PlaceFiles, edited: readonly Edited[]): Promise<string[]> {
  const problems: string[] = [];
  for (const { file, backup, written } of edited.toReversed()) {
    const now = await files.read(file);
    const original = backup === null ? null : await files.read(backup);
    // Noted but not made: the run was killed in between.
    if (backup !== null && original === null) continue;
    if (now !== null && sha256(now) !== written && (original === null || sha256(original) !== sha256(now))) {
      problems.push(
        `${file} was changed since it was edited for the run; its former bytes are in ${backup ?? "no file"}.`,
      );
      continue;
    }
    if (backup !== null) await files.move(backup, file);
    else await files.remove(file);
  }
  return problems;
}
