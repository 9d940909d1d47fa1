import type { Place } from "../place/place.ts";
import { GemsLines } from "./gems-lines.ts";
import { LogWatch } from "./log-watch.ts";
import { ownProcesses } from "./process-table.ts";
import { type Launch, poll, workFolder } from "./scripts.ts";
import { parseSections, type Section } from "./sections.ts";

/** What a look at a running server shows. */
export interface Look {
  /** New lines, with the log they stand in. */
  readonly lines: readonly { readonly log: string; readonly line: string }[];
  readonly processes: readonly number[];
  /** The start command's exit code, once it has ended. */
  readonly ended: number | null;
  /** Whether a log grew or a process used its processor since the last look. */
  readonly isActive: boolean;
}

/** Watches a started server's logs and processes, from the start on. */
export class Watcher {
  readonly #place: Place;
  readonly #launch: Launch;
  readonly #logs: readonly LogWatch[];
  readonly #gems = new GemsLines();
  #ticks = 0;

  /** @param sizes of the stack's logs before the start, in bytes */
  constructor(place: Place, launch: Launch, sizes: readonly number[]) {
    this.#place = place;
    this.#launch = launch;
    this.#logs = [
      new LogWatch(`${workFolder(launch.token)}/output`, 0),
      ...launch.settings.logs.map((log, index) => new LogWatch(log, sizes[index] ?? 0)),
    ];
  }

  /** What the logs said of FlagOS so far. */
  get gems(): GemsLines {
    return this.#gems;
  }

  async look(): Promise<Look> {
    const offsets = this.#logs.map(({ offset }) => offset);
    const sections = parseSections(await this.#place.run(poll(this.#launch, offsets)));
    const own = ownProcesses(contentOf(sections, "processes") ?? "");
    const ended = contentOf(sections, "ended");
    const lines = sections.flatMap((section) => this.#linesOf(section));
    const isActive = own.ticks > this.#ticks || this.#logs.some(({ offset }, at) => offset !== offsets[at]);
    this.#ticks = own.ticks;
    return { lines, processes: own.ids, ended: ended === null ? null : Number(ended), isActive };
  }

  /** The end of every log that has grown, for a message. */
  tail(): string {
    return this.#logs
      .filter(({ tail }) => tail.length > 0)
      .map(({ path, tail }) => `--- ${path}\n${tail.join("\n")}`)
      .join("\n");
  }

  #linesOf(section: Section): { log: string; line: string }[] {
    const log = section.name === "log" ? this.#logs[section.index] : undefined;
    if (log === undefined) return [];
    return log.take(section.from, section.content).map((line) => {
      this.#gems.take(line);
      return { log: log.path, line };
    });
  }
}

function contentOf(sections: readonly Section[], name: string): string | null {
  return sections.find((section) => section.name === name)?.content.toString("utf8") ?? null;
}
