import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "./checkout.ts";

const lines = (await readFile(join(ROOT, "nightly/crontab"), "utf8"))
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));
export const settings = lines.filter((line) => /^[A-Z]+=/.test(line));
export const [entry = "", ...others] = lines.filter((line) => !settings.includes(line));

/** By crontab(5): five fields, then the command, in which a per cent sign would be a line break. */
export const [minute, hour, day, month, weekday, ...words] = entry.split(" ");
export const command = words.join(" ");
