import { modelCard } from "../report/model-card/render.ts";
import { readCardRuns } from "../run/card/read-card-runs.ts";
import { writeInto } from "../run/card/write-into.ts";
import { FvalidateError } from "../support/errors.ts";
import { note, printText } from "../support/terminal.ts";
import { isSet, text, texts } from "./arguments.ts";
import { CARD_WRITER_FLAGS, cardOptions } from "./card-flags.ts";
import type { Command } from "./command.ts";

/** `fvalidate card RUN…` */
export const cardCommand: Command = {
  flags: CARD_WRITER_FLAGS,
  examples: [
    ["$0 card reports/pi0-2026-11-21-…", "print the section Evaluation Results"],
    ["$0 card reports/bench-… --into README.md", "put it between the markers of a model card"],
  ],
  async run(parsed) {
    const options = cardOptions(parsed);
    const into = text(parsed, "into");
    const check = isSet(parsed, "check");
    if (check && into === null) {
      throw new FvalidateError("usage", "--check needs a file to look at.", {
        hint: "Name it with --into README.md.",
      });
    }
    const section = modelCard(await readCardRuns(texts(parsed, "runs")), options);
    if (into === null) {
      printText(section);
      return 0;
    }
    const { path, changes } = await writeInto(into, section, check);
    if (!changes) note(`${path} is up to date`);
    else note(check ? `${path} would change` : `wrote the evaluation results into ${path}`);
    return check && changes ? 1 : 0;
  },
};
