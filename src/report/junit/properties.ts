import type { AnyRun } from "../../contracts/any-run.ts";
import type { Arm } from "../../contracts/run-parts.ts";
import { shellLine } from "../../support/shell-quote.ts";
import type { XmlElement } from "./xml.ts";

const LONGEST_VALUE = 10_000;

/** What was compared, where, and how to do it again, as properties of a test suite. */
export function suiteProperties(run: AnyRun): XmlElement[] {
  const properties: (readonly [name: string, value: string | null])[] = [
    ["run", run.id],
    ["verdict", run.verdict],
    ["status", run.status],
    ["createdAt", run.createdAt],
    ["suite", run.suite.name],
    ["suite.title", run.suite.title],
    ["shard", run.shard === undefined ? null : `${run.shard.index}/${run.shard.count}`],
    ["capsule.sha256", "capsule" in run ? run.capsule.sha256 : null],
    ["capsule.noiseSha256", run.kind === "pi0" ? run.capsule.noiseSha256 : null],
    ["policy", "policy" in run.settings ? run.settings.policy : null],
    ...armProperties("baseline", run.baseline),
    ...armProperties("candidate", run.candidate),
    ["tool.version", run.tool.version],
    ["tool.node", run.tool.node],
    ["command", shellLine(["fvalidate", ...run.command])],
  ];
  return properties.flatMap(([name, value]) =>
    value === null ? [] : [{ name: "property", attributes: { name, value: value.slice(0, LONGEST_VALUE) } }],
  );
}

function armProperties(role: string, arm: Arm): [name: string, value: string][] {
  return [
    [`${role}.stack`, arm.stack],
    [`${role}.label`, arm.label],
    [`${role}.source`, arm.source],
    [`${role}.evidence`, `${arm.evidence.status}: ${arm.evidence.summary}`],
    ...Object.entries(arm.environment).map(([name, value]): [string, string] => [
      `${role}.environment.${name}`,
      value,
    ]),
  ];
}
