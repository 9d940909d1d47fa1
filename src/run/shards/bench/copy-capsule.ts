import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { cp } from "node:fs/promises";
import { FvalidateError } from "../../../support/errors.ts";
import { writing } from "../../../support/write-file.ts";
import {
  type CapsuleManifest,
  capsuleFolder,
  readManifest,
  writeManifest,
} from "../../bench/capsule/manifest.ts";
import { frozenQuestions } from "../../bench/capsule/questions.ts";

/**
 * Copies a shard's capsule, which holds the questions of all shards, into the merged run's folder.
 * @throws FvalidateError of kind `input` for one whose questions are not those that its hash is of
 */
export async function copyShardCapsule(shardFolder: string, runFolder: string): Promise<CapsuleManifest> {
  const [from, to] = [capsuleFolder(shardFolder), capsuleFolder(runFolder)];
  const found = await readManifest(from);
  if (found === null) throw changed(from);
  const { shard: _, ...settings } = found.settings;
  const manifest = { ...found, settings };
  // Pictures are many: where the file system can, they are not copied but shared.
  await writing(to, () => cp(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE }));
  await writeManifest(to, manifest);
  if ((await hashOf(to, manifest)) !== manifest.sha256) throw changed(from);
  return manifest;
}

async function hashOf(folder: string, { tasks }: CapsuleManifest): Promise<string> {
  const hash = createHash("sha256");
  for (const task of tasks) {
    for await (const { requestSha256 } of frozenQuestions(folder, task)) hash.update(requestSha256);
  }
  return hash.digest("hex");
}

function changed(folder: string): FvalidateError {
  return new FvalidateError("input", `${folder} is not as its shard froze it.`, {
    hint: "Take the shard's folder as fvalidate wrote it, or run the shard again.",
  });
}
