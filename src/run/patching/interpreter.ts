import { spawn } from "node:child_process";
import { firstLineOf } from "../../support/probe.ts";

/** A Python that says whether it can compile a source. */
export interface Interpreter {
  readonly version: string;
  /** What Python says against the source, or `null`. Nothing of it is run. */
  problemWith(source: Uint8Array, name: string): Promise<string | null>;
}

const COMPILE = `
import sys
try:
    compile(sys.stdin.buffer.read(), sys.argv[1], "exec", dont_inherit=True)
except (SyntaxError, ValueError) as error:
    line = getattr(error, "lineno", None) or 1
    print(f"{sys.argv[1]}:{line}:{getattr(error, 'offset', None) or 1}: {getattr(error, 'msg', None) or error}")
    sys.exit(1)
`;

/** The interpreter at `path`, or the first `python3`; `null` when there is none. */
export async function findInterpreter(path: string | null): Promise<Interpreter | null> {
  const program = path ?? "python3";
  const version = await firstLineOf([program, "--version"]);
  if (version === null) return null;
  return { version, problemWith: (source, name) => compile(program, source, name) };
}

function compile(program: string, source: Uint8Array, name: string): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ["-W", "ignore", "-c", COMPILE, name], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    let said = "";
    child.stdout.on("data", (chunk) => {
      said += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve(code === 0 ? null : said.trim() || `Python ended with ${code}`));
    child.stdin.on("error", () => undefined);
    child.stdin.end(source);
  });
}
