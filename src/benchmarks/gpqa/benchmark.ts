import type { Benchmark, HubDataSet } from "../../contracts/benchmark.ts";
import { userMessage } from "../choice/messages.ts";
import { CHOICE_EXTRACTIONS } from "../choice/score.ts";
import { originsOf, scoreByTemplate, templateNamed } from "../choice/template.ts";
import { optionalText, textCell } from "../rows/cells.ts";
import { arrangedFor, type GpqaGold, LABELS, TEMPLATES } from "./templates.ts";

/** What tells one part of GPQA from another. */
export interface GpqaPart {
  readonly name: string;
  readonly cardName: string;
  readonly description: string;
  /** The part's file without its ending. */
  readonly file: string;
  readonly rows: number;
  readonly modelScope: HubDataSet | null;
}

export function gpqaBenchmark(part: GpqaPart): Benchmark<GpqaGold> {
  return {
    name: part.name,
    cardName: part.cardName,
    description: part.description,
    modality: "text",
    questions: {
      huggingFace: { id: "Idavidrein/gpqa", files: [`${part.file}.csv`], gated: true },
      modelScope: part.modelScope,
      columns: [
        "Question",
        "Correct Answer",
        "Incorrect Answer 1",
        "Incorrect Answer 2",
        "Incorrect Answer 3",
      ],
      rows: part.rows,
    },
    numFewshot: 0,
    templates: originsOf(TEMPLATES),
    extractions: CHOICE_EXTRACTIONS,
    sampling: { temperature: 0, maxTokens: 8192 },
    aggregation: "micro",
    question(row, context) {
      textCell(row, "Question");
      const template = templateNamed(TEMPLATES, context.template);
      const shown = arrangedFor(row, context);
      return {
        id: optionalText(row, "Record ID") ?? `row-${row.index}`,
        category: optionalText(row, "High-level domain"),
        cluster: null,
        messages: userMessage(template.prompt(shown, context)),
        gold: {
          label: shown.label,
          choices: LABELS.length,
          template: context.template,
          texts: context.template === "lm-eval" ? shown.choices : [],
        },
      };
    },
    score: (reply, { gold }, extraction) => scoreByTemplate(TEMPLATES, reply, gold, extraction),
  };
}
