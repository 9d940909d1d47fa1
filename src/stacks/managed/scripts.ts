import { shellWord } from "../../support/shell-quote.ts";
import { pathWord } from "../place/file-scripts.ts";
import type { Script } from "../place/place.ts";
import type { ManagedSettings } from "./settings.ts";

/** The variable by which the processes of a stack are known, however often they fork. */
export const COOKIE = "FVALIDATE_STACK";

/** What a start needs to know. */
export interface Launch {
  readonly token: string;
  readonly settings: ManagedSettings;
}

/** A folder of this stack's own, for its output and for what is sent to it; removed after the stop. */
export function workFolder(token: string): string {
  return `/tmp/fvalidate-${token}`;
}

/** Where edited models find their noise. */
export function noiseFile(token: string): string {
  return `${workFolder(token)}/noise.npy`;
}

/** Prints what the place lacks of the few things that starting and stopping need. */
export function checkPlace({ settings }: Launch): Script {
  const files = settings.requires.map((path) => `[ -e ${pathWord(path)} ] || echo ${shellWord(path)}`);
  return {
    purpose: "find the working folder, the files that must be there, and setsid",
    text: [
      `cd ${pathWord(settings.folder)} || exit`,
      `command -v setsid >/dev/null || echo "setsid (package util-linux)"`,
      `[ -r /proc/self/stat ] || echo "/proc (a Linux machine)"`,
      ...files,
    ].join("\n"),
  };
}

/** Prints `taken` when something listens on a port there. */
export function checkPort(port: number): Script {
  const hexadecimal = port.toString(16).toUpperCase().padStart(4, "0");
  // 0A is LISTEN in the kernel's table.
  const pattern = `:${hexadecimal} [0-9A-F]*:[0-9A-F]* 0A`;
  return {
    purpose: `see that port ${port} is free`,
    text: `cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -q '${pattern}' && echo taken; true`,
  };
}

/** A file's inode, size and time of change: equal stamps before and after mean that nobody wrote it in between. */
const STAMP = "%i %s %y";
const stampOf = (path: string) => `stat -L -c '${STAMP}' ${pathWord(path)} 2>/dev/null || echo`;

/** The files that a stack's answers and evidence are taken from, if it writes them anew. */
export function stampedFiles({ evidence, predictions }: ManagedSettings): string[] {
  return [...evidence.operatorLogs, ...(predictions === undefined ? [] : [predictions])];
}

/** Makes the work folder and prints a line for each log, how long it is, and one for the stamp of each stamped file. */
export function prepare({ token, settings }: Launch): Script {
  const sizes = settings.logs.map(
    (log) => `if [ -f ${pathWord(log)} ]; then wc -c <${pathWord(log)}; else echo 0; fi`,
  );
  return {
    purpose: "note where the logs end and how the operator logs are",
    text: [
      `mkdir -p ${workFolder(token)} && cd ${pathWord(settings.folder)} || exit`,
      ...sizes,
      ...stampedFiles(settings).map(stampOf),
    ].join("\n"),
  };
}

/** The lines that set a stack's environment and go to its folder. */
function surroundings({ token, settings }: Launch): string[] {
  const variables = Object.entries(settings.environment).map(([name, value]) =>
    value === null ? `unset ${name}` : `export ${name}=${shellWord(value)}`,
  );
  return [`cd ${pathWord(settings.folder)} || exit`, `export ${COOKIE}=${token}`, ...variables];
}

/** Starts the server in a session of its own and prints the session's id and when it began. */
export function launch(start: Launch): Script {
  const work = workFolder(start.token);
  const session = [
    `echo "$$ $(cut -d " " -f 22 /proc/$$/stat)" >${work}/session`,
    `sh -c "$1" >${work}/output 2>&1`,
    `echo $? >${work}/ended.partial`,
    `mv ${work}/ended.partial ${work}/ended`,
  ].join("; ");
  return {
    purpose: "start the server",
    text: [
      ...surroundings(start),
      `setsid sh -c ${shellWord(session)} start ${shellWord(start.settings.start)} </dev/null >/dev/null 2>&1 &`,
      `until [ -s ${work}/session ]; do sleep 0.1; done`,
      `cat ${work}/session`,
    ].join("\n"),
  };
}

/** The suite's own stop command, in the server's surroundings but without the mark that would end it with them. */
export function stopCommand(start: Launch, command: string): Script {
  const lines = surroundings(start).filter((line) => !line.includes(COOKIE));
  return { purpose: "ask the server to stop", text: [...lines, command].join("\n") };
}

/**
 * Prints sections: a header line `name index from length`, then so many bytes. `processes` lists the processes that
 * carry the mark and the kernel's line of every process; `ended` holds the start command's exit code; `log` holds
 * what a log grew by.
 */
export function poll({ token, settings }: Launch, offsets: readonly number[]): Script {
  const work = workFolder(token);
  const logs = [`${work}/output`, ...settings.logs];
  return {
    purpose: "look at the server's processes and at what its logs grew by",
    text: [
      `cd ${pathWord(settings.folder)} || exit`,
      `section() { printf '%s %d %d %d\\n' "$1" "$2" "$3" $(($(wc -c <${work}/section))); cat ${work}/section; }`,
      `grown() { [ -f "$2" ] || return 0; size=$(($(wc -c <"$2"))); from=$3; [ $size -ge $from ] || from=0`,
      `  tail -c +$((from + 1)) "$2" | head -c ${LARGEST_SLICE} >${work}/section; section log "$1" $from; }`,
      `{ cat ${work}/session; ${listProcesses(token)}; } >${work}/section; section processes 0 0`,
      `if [ -e ${work}/ended ]; then cat ${work}/ended >${work}/section; section ended 0 0; fi`,
      ...logs.map((log, index) => `grown ${index} ${pathWord(log)} ${offsets[index] ?? 0}`),
      "true",
    ].join("\n"),
  };
}

const LARGEST_SLICE = 4 * 1024 * 1024;

/** Prints the session's line, the processes with the mark, and the kernel's line of every process. */
export function processes(token: string): Script {
  return {
    purpose: "find the server's processes",
    text: `cat ${workFolder(token)}/session 2>/dev/null || echo\n${listProcesses(token)}`,
  };
}

function listProcesses(token: string): string {
  return `grep -lF ${COOKIE}=${token} /proc/[0-9]*/environ 2>/dev/null; cat /proc/[0-9]*/stat 2>/dev/null; true`;
}

/** Sends a signal to processes; those that are gone already are no error. */
export function signalProcesses(signal: "TERM" | "KILL", ids: readonly number[]): Script {
  return {
    purpose: `end processes ${ids.join(", ")} (SIG${signal})`,
    text: ids
      .map((id) => `kill -${signal} ${id} 2>/dev/null`)
      .concat("true")
      .join("\n"),
  };
}

/** Prints, for each process, its value of each variable as `NAME=value`. */
export function readEnvironment(ids: readonly number[], names: readonly string[]): Script {
  const pattern = `^(${names.join("|")})=`;
  return {
    purpose: "read the environment of the server's processes",
    text: `for id in ${ids.join(" ")}; do tr '\\0' '\\n' </proc/$id/environ 2>/dev/null | grep -E '${pattern}'; done; true`,
  };
}

/** Prints a file's stamp, then the file; nothing where there is none. */
export function readStamped(folder: string, path: string): Script {
  const file = pathWord(path);
  return {
    purpose: `read ${path}`,
    text: `cd ${pathWord(folder)} && [ -f ${file} ] || exit 0; ${stampOf(path)}; cat ${file}`,
  };
}

/** An operator log with its stamp; one without `once=True` has a line for every call, so its beginning must do. */
export function operatorLog(folder: string, path: string): Script {
  const { text } = readStamped(folder, path);
  return {
    purpose: `read the operator log ${path}`,
    text: text.replace(/; cat /, `; head -c ${LARGEST_SLICE} `),
  };
}

/** Removes the stack's own folder. */
export function removeWork(token: string): Script {
  return { purpose: "remove the work folder", text: `rm -rf ${workFolder(token)}` };
}
