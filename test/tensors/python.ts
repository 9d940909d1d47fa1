import { execFileSync } from "node:child_process";

/** Runs a Python program that prints JSON, with `input` on its standard input. */
export function python(program: string, input: unknown = null): unknown {
  const output = execFileSync("python3", ["-W", "ignore", "-c", program], {
    input: JSON.stringify(input),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(output);
}

/** Whether python3 can import a module; says so where it cannot. */
export function pythonHas(module: string): boolean {
  try {
    python(`import ${module}; print("true")`);
    return true;
  } catch {
    process.stderr.write(`Skipped: python3 with ${module} is not here (pip install ${module}).\n`);
    return false;
  }
}
