import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What the peer tests import, and the version of each that they were last seen to agree with. */
const PACKAGES = [
  "numpy==2.4.6",
  "scipy==1.17.1",
  "statsmodels==0.15.0",
  "ruptures==1.1.10",
  "ml_dtypes==0.6.0",
  "msgpack==1.2.4",
  "websockets==17.4",
  "pillow==13.0.0",
  "flask==3.1.3",
  "cmarkgfm==2025.10.22",
  "pyarrow==26.0.1",
  "safetensors==0.8.0",
];

/**
 * Puts a Python with the peers' packages first on the path, in a virtual environment inside of `node_modules`. Where
 * that cannot be made, the tests take the `python3` there is, and skip what it lacks.
 */
export default function setup(): void {
  const folder = fileURLToPath(new URL("../node_modules/.cache/peers", import.meta.url));
  const bin = join(folder, "bin");
  if (!existsSync(bin) && spawnSync("python3", ["-m", "venv", folder], { stdio: "inherit" }).status !== 0) {
    process.stderr.write("No virtual environment could be made: tests use python3 as it is.\n");
    return;
  }
  process.env["PATH"] = `${bin}${delimiter}${process.env["PATH"] ?? ""}`;
  const { status } = spawnSync(join(bin, "python3"), ["-m", "pip", "install", "--quiet", ...PACKAGES], {
    stdio: "inherit",
  });
  if (status !== 0) process.stderr.write("Not every peer could be installed: its tests are skipped.\n");
}
