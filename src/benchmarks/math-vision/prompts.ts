import type { ImageSource, Message } from "../../contracts/benchmark.ts";
import {
  evalscopeChoicePrompt,
  evalscopeOpenPrompt,
  optionLines,
  withPicture,
} from "../math/pictured-text.ts";

export const TEMPLATES = {
  flageval: "FlagEvalMM's task math_vision, on which the cards' figures rest.",
  official: "The one that MATH-V's authors asked GPT-4V with.",
  evalscope:
    "evalscope's math_vision: a chain of thought, then a letter after ANSWER or a box without units.",
} as const;

const INSTRUCTION =
  'Please solve the problem and put your answer in one "\\boxed{}". If it is a multiple choice question, only one letter is allowed in the "\\boxed{}".';
const TOKEN = "<image";
const FLAGEVAL_MARKER = /<image \d+>/g;

export interface Problem {
  readonly question: string;
  readonly options: readonly string[];
  readonly image: ImageSource;
}

/** @param template one of TEMPLATES; any other is taken for the first */
export function promptOf(problem: Problem, template: string): readonly Message[] {
  const { question, options, image } = problem;
  if (template === "official") return asked([...afterPrompt(officialText(question, options), image)]);
  if (template === "evalscope")
    return asked(
      afterPrompt(
        options.length > 0 ? evalscopeChoicePrompt(question, options) : evalscopeOpenPrompt(question),
        image,
      ),
    );
  return asked(withPicture(flagevalText(question, options), FLAGEVAL_MARKER, image));
}

function asked(parts: Message["parts"]): readonly Message[] {
  return [{ role: "user", parts }];
}

/** The picture follows: the text's own `<image1>` is left in it, as it was sent. */
function afterPrompt(text: string, image: ImageSource): Message["parts"] {
  return [
    { kind: "text", text },
    { kind: "image", image },
  ];
}

/** A question of one mark has its picture there; one of several keeps them, for they are all in one picture. */
function flagevalText(question: string, options: readonly string[]): string {
  const single = question.split(TOKEN).length === 2;
  const marked = single ? question.replace(TOKEN, `${TOKEN} `) : question;
  const lines =
    options.length > 0 ? `\n${optionLines(options, (letter, option) => `${letter}. ${option}`)}` : "";
  const body = `${marked}${lines}`;
  return `${INSTRUCTION}\n${body.includes("<image 1>") ? "" : "<image 1> "}${body}`.trim();
}

/** Options that are the letters alone are drawn in the picture and not repeated. */
function officialText(question: string, options: readonly string[]): string {
  const drawn = options.join("") === "ABCDE";
  const lines =
    options.length > 0 && !drawn
      ? `${optionLines(options, (letter, option) => `(${letter}) ${option}`)}\n`
      : "";
  return `${INSTRUCTION}\n${question}\n${lines}`;
}
