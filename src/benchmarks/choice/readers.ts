import { answerAfterMarker } from "../extraction/answer-marker.ts";
import type { ChoiceReaders } from "./score.ts";
import { lastLineLabel } from "./strict.ts";

/** For prompts that ask for a last line `ANSWER: [LETTER]`, read as evalscope's `parse_answers` reads it. */
export function evalscopeReaders(labels: readonly string[]): ChoiceReaders {
  return {
    official: (answer) => answerAfterMarker(answer, labels),
    strict: (answer) => lastLineLabel(answer, "ANSWER: ", labels),
  };
}
