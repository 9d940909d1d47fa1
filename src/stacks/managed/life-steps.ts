import { editedFile, type FileEdit, takesNoise } from "../../contracts/file-edit.ts";
import type { LifeStep } from "../../contracts/stack-life.ts";
import { shellLine } from "../../support/shell-quote.ts";
import * as files from "../place/file-scripts.ts";
import type { Place, Script } from "../place/place.ts";
import type { Tunnel } from "../place/tunnel.ts";
import { createContainer, findContainer, findImage, removeContainer } from "./box.ts";
import type { LifeRequest } from "./life.ts";
import { describeSign, signsOf } from "./ready.ts";
import * as scripts from "./scripts.ts";
import { versionsScript } from "./versions.ts";

interface Surroundings {
  readonly host: Place;
  readonly place: Place;
  readonly tunnel: Tunnel | null;
}

type Phase = LifeStep["phase"];

/** Every command of a stack's life in order, made by the functions that the life itself runs. */
export function lifeSteps(request: LifeRequest, surroundings: Surroundings): LifeStep[] {
  const { host, place, tunnel } = surroundings;
  const { box, settings, token } = request;
  const launch = { token, settings };
  const at = (where: Place, phase: Phase) => (script: Script) => ({
    phase,
    purpose: script.purpose,
    command: shellLine(where.scriptCommand(script)),
  });
  const own = box.kind === "own container";
  return [
    ...(own ? [at(host, "check")(findImage(box.image))] : []),
    ...(box.kind === "container" ? [at(host, "check")(findContainer(box.name))] : []),
    ...(settings.port === undefined
      ? []
      : [at(own ? host : place, "check")(scripts.checkPort(settings.port))]),
    ...(own ? [at(host, "create")(createContainer(box))] : []),
    at(place, "check")(scripts.checkPlace(launch)),
    ...settings.edits.flatMap((edit) => editSteps(edit, request).map(at(place, "edit"))),
    at(place, "start")(scripts.prepare(launch)),
    ...(takesNoise(settings.edits) ? [at(place, "start")(noiseStep(token))] : []),
    ...(tunnel === null
      ? []
      : [
          {
            phase: "start" as const,
            purpose: "open a tunnel to its port",
            command: shellLine(tunnel.command()),
          },
        ]),
    at(place, "start")(scripts.launch(launch)),
    at(place, "ready")(scripts.poll(launch, [])),
    ...signsOf(settings).map((sign) => itself("ready", `until ${describeSign(sign)}`)),
    ...settings.evidence.operatorLogs.map((path) =>
      at(place, "evidence")(scripts.operatorLog(settings.folder, path)),
    ),
    ...(Object.keys(settings.environment).length === 0
      ? []
      : [itself("evidence", "read the environment of its processes back from /proc/<id>/environ")]),
    at(place, "evidence")(versionsScript(launch)),
    ...(settings.stop === undefined ? [] : [at(place, "stop")(scripts.stopCommand(launch, settings.stop))]),
    at(place, "stop")(scripts.processes(token)),
    itself(
      "stop",
      `send SIGTERM to each of them by its id, and SIGKILL to what is left after ${settings.stopSeconds} s`,
    ),
    ...settings.edits.map((edit) => at(place, "restore")(restoreStep(edit, token))),
    own ? at(host, "remove")(removeContainer(box.name)) : at(place, "remove")(scripts.removeWork(token)),
  ];
}

/** What this process does itself, or what only a running server's numbers complete. */
function itself(phase: Phase, purpose: string): LifeStep {
  return { phase, purpose, command: null };
}

function noiseStep(token: string): Script {
  return { ...files.writeFile(scripts.noiseFile(token)), purpose: "write the capsule's noise" };
}

function editSteps(edit: FileEdit, { token, settings }: LifeRequest): Script[] {
  const file = editedFile(edit);
  const what = { purpose: describeEdit(edit) };
  return [
    files.resolvePath(settings.folder, file),
    files.readFile(file),
    ...("python" in edit ? [files.compileSource(settings.python, file)] : []),
    files.setAside(file, backupOf(file, token)),
    { ...files.writeFile(file), ...what },
  ];
}

function restoreStep(edit: FileEdit, token: string): Script {
  const file = editedFile(edit);
  return files.moveFile(backupOf(file, token), file);
}

/** Where an edited file's own bytes wait for its end. */
export function backupOf(file: string, token: string): string {
  return `${file}.fvalidate-stack-${token}`;
}

/** An edit in words. */
export function describeEdit(edit: FileEdit): string {
  if ("hostfile" in edit)
    return `write the host file ${edit.hostfile}: ${edit.hosts.map(({ host }) => host).join(", ")}`;
  if ("yaml" in edit) {
    const values = Object.entries(edit.set).map(([key, value]) => `${key}: ${value}`);
    return `set in ${edit.yaml}: ${values.join(", ")}`;
  }
  const parts = [
    edit.gems === "keep" ? null : `flag_gems ${edit.gems === "native" ? "off" : "on"}`,
    edit.seeds === "keep" ? null : `seeds ${edit.seeds}`,
    edit.noise === "keep" ? null : "noise from the capsule",
  ].filter((part) => part !== null);
  return `patch ${edit.python}: ${parts.join(", ") || "nothing"}`;
}
