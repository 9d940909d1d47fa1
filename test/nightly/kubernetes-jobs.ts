import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { ROOT } from "./checkout.ts";

interface Container {
  readonly command: string[];
  readonly args: string[];
  readonly envFrom: { configMapRef: { name: string } }[];
  readonly volumeMounts: { name: string; mountPath: string }[];
}

export interface Job {
  readonly spec: {
    readonly completionMode?: string;
    readonly completions?: number;
    readonly parallelism?: number;
    readonly template: {
      spec: {
        containers: [Container];
        volumes: { name: string; persistentVolumeClaim: { claimName: string } }[];
      };
    };
  };
}

const text = await readFile(join(ROOT, "nightly/kubernetes.yaml"), "utf8");
/** Its documents, and what YAML has against them. */
const parsed = parseAllDocuments(text);
export const errors = parsed.flatMap((document) => document.errors);
export const documents = parsed.map((document) => document.toJS());
export const named = (kind: string, name: string) =>
  documents.find((document) => document.kind === kind && document.metadata.name === name);
export const settings: Record<string, string> = named("ConfigMap", "fvalidate").data;
export const shards: Job = named("Job", "fvalidate-shards");
export const merge: Job = named("Job", "fvalidate-merge");
