import { compareWithCard } from "../run/compare/card/compare-with-card.ts";
import { FvalidateError } from "../support/errors.ts";
import { abortOnSignals } from "../support/signals.ts";
import { note, printLine } from "../support/terminal.ts";
import { isSet, type Parsed, requiredText, text, texts } from "./arguments.ts";
import { CARD_FLAGS } from "./compare-flags.ts";
import { compareCommandLine } from "./compare-sides.ts";
import { asFailure, failRun, finishRun } from "./finish-run.ts";

/** Compares a finished run with what a model card states. */
export async function compareCard(parsed: Parsed): Promise<number> {
  if (text(parsed, "candidate") !== null) {
    throw new FvalidateError("usage", "--card takes the place of the candidate: name one run.", {
      hint: "fvalidate compare RUN --card FILE.md",
    });
  }
  using signals = abortOnSignals();
  const compared = await compareWithCard({
    runPath: requiredText(parsed, "baseline"),
    cardPath: requiredText(parsed, "card"),
    outputPath: text(parsed, "output-path") ?? "reports",
    command: compareCommandLine(parsed, Object.keys(CARD_FLAGS)),
    names: namesOf(parsed),
  }).catch(asFailure);
  if (compared instanceof FvalidateError) return failRun(compared, parsed, signals);
  if (isSet(parsed, "json")) note(compared.result.origin);
  else printLine(compared.result.origin);
  return finishRun({ ...compared, failure: null }, parsed, signals);
}

/** The run's benchmarks by their names on the card. */
function namesOf(parsed: Parsed): Record<string, string> {
  const pairs = texts(parsed, "card-name").map((given) => {
    const [, onCard, benchmark] = /^(.+)=([^=]+)$/s.exec(given) ?? [];
    if (onCard !== undefined && benchmark !== undefined) return [onCard.trim(), benchmark.trim()] as const;
    throw new FvalidateError("usage", `--card-name takes 'Name on the card=benchmark', not "${given}".`);
  });
  return Object.fromEntries(pairs);
}
