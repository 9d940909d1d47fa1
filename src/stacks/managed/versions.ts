import { shellWord } from "../../support/shell-quote.ts";
import { pathWord } from "../place/file-scripts.ts";
import type { Place, Script } from "../place/place.ts";
import type { ManagedSettings } from "./settings.ts";

/** Asks the metadata alone: importing torch takes long, and importing flag_gems could change what runs. */
const PACKAGES = [
  "import sys",
  "from importlib import metadata, util",
  "for name in sys.argv[1:]:",
  "    try:",
  '        print(name, metadata.version(name), sep="\\t")',
  "    except metadata.PackageNotFoundError:",
  "        try:",
  '            if util.find_spec(name): print(name, "present, version not stated", sep="\\t")',
  "        except (ImportError, ValueError): pass",
].join("\n");

/** Prints `name<tab>value` lines: what the stack runs on, as far as the place can tell. */
export function versionsScript({ settings }: { settings: ManagedSettings }): Script {
  const python = pathWord(settings.python);
  const variables = Object.entries(settings.environment).flatMap(([name, value]) =>
    value === null ? [`unset ${name}`] : [`export ${name}=${shellWord(value)}`],
  );
  return {
    purpose: "ask for versions and the chip",
    text: [
      `cd ${pathWord(settings.folder)} || exit`,
      ...variables,
      'say() { [ -z "$2" ] || printf \'%s\\t%s\\n\' "$1" "$2"; }',
      'say system "$(. /etc/os-release 2>/dev/null; echo "$PRETTY_NAME")"',
      'say kernel "$(uname -sr)"',
      'say chip "$(nvidia-smi --query-gpu=name --format=csv,noheader 2>/dev/null | head -n 1)"',
      'say driver "$(nvidia-smi --query-gpu=driver_version --format=csv,noheader 2>/dev/null | head -n 1)"',
      "say chip \"$(npu-smi info -m 2>/dev/null | awk 'NR==2 {print $4, $5}')\"",
      'say commit "$(git rev-parse HEAD 2>/dev/null)"',
      `say python "$(${python} -c 'import platform; print(platform.python_version())' 2>/dev/null)"`,
      `${python} -c ${shellWord(PACKAGES)} ${settings.evidence.packages.join(" ")} 2>/dev/null`,
      "true",
    ].join("\n"),
  };
}

/** Versions, chip and driver by name; empty where nothing can be asked. */
export async function versionsAt(
  place: Place,
  start: { settings: ManagedSettings },
): Promise<Record<string, string>> {
  const { stdout } = await place.attempt(versionsScript(start));
  const lines = stdout.toString("utf8").split("\n");
  const pairs = lines.map((line) => line.split("\t"));
  return Object.fromEntries(
    pairs.flatMap(([name, value]) =>
      name === undefined || value === undefined ? [] : [[name, value.trim()]],
    ),
  );
}
