import type { PlaceSpec } from "../../contracts/place.ts";
import { type ProgramOptions, type ProgramOutput, runProgram } from "../../support/run-program.ts";
import { shellLine } from "../../support/shell-quote.ts";
import { failed } from "./failure.ts";

/** A shell script for a place, and what it is for. */
export interface Script {
  /** One line, for dry runs and for messages. */
  readonly purpose: string;
  /** POSIX shell; the place needs nothing but a Linux with `sh` and the usual small tools. */
  readonly text: string;
}

/** Where a stack's commands run: this machine, another one over ssh, a container on either. */
export interface Place {
  /** In words: `this machine`, `user@host`, `container flagos on user@host`. */
  readonly description: string;
  /** The program and arguments that run a program there. */
  command(argv: readonly string[]): string[];
  /** The program and arguments that run a script there. */
  scriptCommand(script: Script): string[];
  /** @throws FvalidateError of kind `stack` when the script cannot be run or fails */
  run(script: Script, options?: ProgramOptions): Promise<Buffer>;
  /** As `run`, for scripts whose failure means something. */
  attempt(script: Script, options?: ProgramOptions): Promise<ProgramOutput>;
}

/** The place of a specification. */
export function placeOf(spec: PlaceSpec): Place {
  const command = (argv: readonly string[]) => {
    const there = spec.container === null ? argv : ["docker", "exec", "-i", spec.container, ...argv];
    return spec.ssh === null ? [...there] : sshCommand(spec.ssh, there);
  };
  const description = describe(spec);
  const scriptCommand = ({ text }: Script) => command(["sh", "-c", text]);
  const attempt = (script: Script, options?: ProgramOptions) => runProgram(scriptCommand(script), options);
  return {
    description,
    command,
    scriptCommand,
    attempt,
    async run(script, options) {
      const output = await attempt(script, options);
      if (output.code !== 0) throw failed(script.purpose, { description, spec, output });
      return output.stdout;
    },
  };
}

/** ssh hands its words to the other machine's login shell, so they are quoted once for that. */
function sshCommand(destination: string, argv: readonly string[]): string[] {
  return ["ssh", ...sshOptions(destination), shellLine(argv)];
}

/** The options and the destination for `user@host:port`; ssh asks nothing, since nobody would see the question. */
export function sshOptions(destination: string): string[] {
  const [, host = destination, port] = /^(.*?)(?::(\d+))?$/.exec(destination) ?? [];
  const options = ["-o", "BatchMode=yes", "-o", "ConnectTimeout=15"];
  return [...options, ...(port === undefined ? [] : ["-p", port]), host];
}

function describe({ ssh, container }: PlaceSpec): string {
  if (container === null) return ssh ?? "this machine";
  return `container ${container}${ssh === null ? "" : ` on ${ssh}`}`;
}
