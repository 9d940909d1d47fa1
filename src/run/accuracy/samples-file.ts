import { type FileHandle, open, rename } from "node:fs/promises";
import type { Json } from "../../contracts/benchmark.ts";
import { writing } from "../../support/write-file.ts";
import type { Sample } from "./sample.ts";

const BUFFERED_CHARACTERS = 2 ** 18;

/** Which question a line is about, and what else there is to say of it, at the line's end. */
export interface SampleQuestion {
  readonly benchmark: string;
  readonly id: string;
  readonly category: string | null;
  readonly gold: Json;
  readonly rest: Readonly<Record<string, Json>>;
}

/**
 * `samples.jsonl`: what became of every question, one line for each arm and repeat. A run that asks keeps the replies in its
 * journals; lines about another harness's outputs hold them.
 */
export class SamplesFile implements AsyncDisposable {
  readonly #path: string;
  readonly #file: FileHandle;
  #buffer = "";

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  /** @throws FvalidateError of kind `output` when it cannot be made */
  static async create(path: string): Promise<SamplesFile> {
    return new SamplesFile(path, await writing(path, () => open(`${path}.partial`, "w")));
  }

  /** @param arm `baseline`, `candidate` or `baseline-repeat` */
  async add(arm: string, question: SampleQuestion, repeat: number, sample: Sample): Promise<void> {
    const { benchmark, id, category, gold, rest } = question;
    const line = { arm, benchmark, id, repeat, category, ...lineOf(sample), gold, ...rest };
    this.#buffer += `${JSON.stringify(line)}\n`;
    if (this.#buffer.length > BUFFERED_CHARACTERS) await this.#flush();
  }

  /** Puts the file in its place; before, an earlier one stands there. */
  async finish(): Promise<void> {
    await this.#flush();
    await writing(this.#path, () => rename(`${this.#path}.partial`, this.#path));
  }

  async #flush(): Promise<void> {
    const text = this.#buffer;
    this.#buffer = "";
    await writing(this.#path, () => this.#file.appendFile(text));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#file.close();
  }
}

function lineOf(sample: Sample) {
  if (sample.state === "error") return { state: sample.state, message: sample.message };
  const { state, score, prediction, unparsed, wouldGuess, record } = sample;
  return {
    state,
    score,
    prediction,
    ...(unparsed !== undefined && { unparsed }),
    ...(wouldGuess && { wouldGuess }),
    finishReason: record.finishReason,
    promptTokens: record.promptTokens,
    completionTokens: record.completionTokens,
    characters: record.text?.length ?? null,
    latencyMilliseconds: record.latencyMilliseconds,
  };
}
