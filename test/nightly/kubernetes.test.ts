import { expect, test } from "vitest";
import { documents, errors, merge, named, settings, shards } from "./kubernetes-jobs.ts";

test("the Indexed Job has as many completions as there are shards, on one volume with the merge", () => {
  expect(errors).toEqual([]);
  expect(documents.map(({ kind }) => kind)).toEqual(["ConfigMap", "PersistentVolumeClaim", "Job", "Job"]);
  const { completionMode, completions, parallelism } = shards.spec;
  expect([completionMode, String(completions), String(parallelism)]).toEqual([
    "Indexed",
    settings["FVALIDATE_SHARDS"],
    settings["FVALIDATE_SHARDS"],
  ]);
  for (const { spec } of [shards, merge]) {
    const { containers, volumes } = spec.template.spec;
    expect(containers[0].envFrom[0]?.configMapRef.name).toBe("fvalidate");
    expect(volumes.map(({ name, persistentVolumeClaim: { claimName } }) => [name, claimName])).toEqual([
      ["reports", named("PersistentVolumeClaim", "fvalidate-reports").metadata.name],
    ]);
    expect(containers[0].volumeMounts).toEqual([{ name: "reports", mountPath: settings["REPORTS"] }]);
  }
});
