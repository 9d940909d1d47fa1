// Compiles the kernel of `fvalidate compare` and writes it as a module of TypeScript, which is committed: whoever
// installs or tests the tool needs no compiler. usage: npm run kernel   (after a change of pair-kernel.as)
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
// Another ending than TypeScript's, whose tools would not understand it; the compiler insists on that one.
const SOURCE = here("pair-kernel.as");
const TARGET = here("../kernel-bytes.ts");

/** The kernel as WebAssembly. */
export async function compileKernel() {
  const written = new Map();
  const { error, stderr } = await asc.main(
    [
      "pair-kernel.ts",
      "--outFile",
      "pair-kernel.wasm",
      "-O3",
      "--noAssert",
      "--enable",
      "simd",
      "--runtime",
      "stub",
      "--use",
      "abort=",
    ],
    {
      readFile: (name) => (name === "pair-kernel.ts" ? readFileSync(SOURCE, "utf8") : null),
      writeFile: (name, contents) => void written.set(name, contents),
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr}`);
  return Buffer.from(written.get("pair-kernel.wasm"));
}

/** @param {Buffer} bytes */
export function moduleText(bytes) {
  return [
    "// Made from assembly/pair-kernel.as by `npm run kernel`: not to be edited.",
    "/** The compiled vector loops, in base64. */",
    "export const KERNEL_BYTES =",
    `  "${bytes.toString("base64")}";`,
    "",
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bytes = await compileKernel();
  writeFileSync(TARGET, moduleText(bytes));
  process.stdout.write(`${bytes.length} bytes\n`);
}
