import { access, constants, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { systemCodeOf } from "../support/errors.ts";
import { firstLineOf, hasPackage } from "../support/probe.ts";
import { colour, printLine } from "../support/terminal.ts";
import { isSet } from "./arguments.ts";
import type { Command } from "./command.ts";

/** One thing that this machine has or lacks. */
interface Finding {
  readonly name: string;
  readonly found: boolean;
  /** The version found, or what its absence disables and how to get it. */
  readonly detail: string;
  /** Whether nothing works without it. */
  readonly required: boolean;
}

type Check = () => Promise<Finding>;

const CHECKS: readonly Check[] = [
  checkNode,
  checkReports,
  program(
    "Python 3",
    ["python3", "--version"],
    "patched files are parsed, not compiled; peer tests are skipped: install Python 3.10 or newer",
  ),
  program(
    "numpy",
    ["python3", "-c", "import numpy; print(numpy.__version__)"],
    "peer tests against numpy are skipped: pip install numpy",
  ),
  program("git", ["git", "--version"], "reports do not name the commit of a stack's checkout: install git"),
  program("ssh", ["ssh", "-V"], "stacks on other machines cannot be reached: install OpenSSH's client"),
  checkDocker,
  program(
    "ffmpeg",
    ["ffmpeg", "-version"],
    "pictures cannot be taken out of videos (video_mme): install ffmpeg, or have a stack answer by a script",
  ),
  checkPictures,
  checkTensorFlow,
  program(
    "NVIDIA GPU",
    ["nvidia-smi", "--query-gpu=name,driver_version", "--format=csv,noheader"],
    "native CUDA stacks cannot run on this machine; endpoints on another one can be compared",
  ),
  program("Ascend NPU", ["npu-smi", "info", "-l"], "Ascend stacks cannot run on this machine"),
];

/** `fvalidate doctor` */
export const doctorCommand: Command = {
  flags: { json: { type: "boolean", describe: "print JSON" } },
  async run(parsed) {
    const findings = await Promise.all(CHECKS.map((check) => check()));
    if (isSet(parsed, "json")) printLine(JSON.stringify(findings, null, 2));
    else for (const line of table(findings)) printLine(line);
    return findings.some(({ found, required }) => required && !found) ? 3 : 0;
  },
};

async function checkNode(): Promise<Finding> {
  const version = process.versions.node;
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const found = major > 20 || (major === 20 && minor >= 19);
  return {
    name: "Node.js",
    found,
    required: true,
    detail: found ? version : `${version}: 20.19 or newer is needed`,
  };
}

async function checkReports(): Promise<Finding> {
  const folder = resolve("reports");
  // Where it does not exist yet, its parent decides whether it can be made.
  const problem = await obstacleTo(folder);
  const detail = problem === null ? folder : `${folder} ${problem}: choose another place with --output-path`;
  return { name: "reports folder", found: problem === null, required: false, detail };
}

/** Why nothing can be written into a folder, or `null`. */
async function obstacleTo(folder: string): Promise<string | null> {
  try {
    if (!(await stat(folder)).isDirectory()) return "is a file";
    await access(folder, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    const isRoot = dirname(folder) === folder;
    return systemCodeOf(error) === "ENOENT" && !isRoot ? obstacleTo(dirname(folder)) : "cannot be written";
  }
}

/** An engine that is down or forbidden may answer late or never. */
const ENGINE_TIMEOUT_MILLISECONDS = 3000;

async function checkDocker(): Promise<Finding> {
  const [client, engine] = await Promise.all([
    firstLineOf(["docker", "--version"]),
    firstLineOf(["docker", "version", "--format", "{{.Server.Version}}"], ENGINE_TIMEOUT_MILLISECONDS),
  ]);
  const finding = { name: "Docker", required: false };
  const without = "stacks in containers cannot be started";
  if (client === null) return { ...finding, found: false, detail: `without it ${without}: install Docker` };
  if (engine !== null) return { ...finding, found: true, detail: `${client}; its engine ${engine} answers` };
  const detail = `${client}, but no engine answers, so ${without}: start the engine and join its group`;
  return { ...finding, found: false, detail };
}

async function checkPictures(): Promise<Finding> {
  try {
    const { default: sharp } = await import("sharp");
    return {
      name: "pictures (sharp)",
      found: true,
      required: false,
      detail: `libvips ${sharp.versions.vips}`,
    };
  } catch {
    const detail = "live pi0 runs cannot make or check pictures: run npm ci again on this platform";
    return { name: "pictures (sharp)", found: false, required: false, detail };
  }
}

async function checkTensorFlow(): Promise<Finding> {
  const found = hasPackage("@tensorflow/tfjs-node");
  const detail = found
    ? "installed"
    : "the embedded stack tfjs-node is off (tfjs-cpu and tfjs-wasm run): npm install @tensorflow/tfjs-node@4.22.0";
  return { name: "tfjs-node", found, required: false, detail };
}

function program(name: string, command: readonly string[], without: string): Check {
  return async () => {
    const version = await firstLineOf(command);
    const detail = version === null ? `without it ${without}` : version || "installed";
    return { name, found: version !== null, required: false, detail };
  };
}

function table(findings: readonly Finding[]): string[] {
  const width = Math.max(...findings.map(({ name }) => name.length));
  return findings.map(({ name, found, detail }) => {
    const mark = found ? colour("found  ", "green") : colour("missing", "yellow");
    return `${mark}  ${name.padEnd(width)}  ${detail}`;
  });
}
