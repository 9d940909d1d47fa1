import { PYTHON_SPACE } from "../../support/python/text.ts";

export interface MarkerOptions {
  /** `ANSWER:` in any case, or `答案：`; English unless told otherwise. */
  readonly marker?: "english" | "chinese";
  /** Whether several labels may be right: they are returned in the labels' order, without a separator. */
  readonly several?: boolean;
  /** Whether the last capital of a reply without a labelled marker counts, if it is a label; it does unless told otherwise. */
  readonly fallback?: boolean;
}

const SPACES = `[${PYTHON_SPACE}]*`;
const LABEL = String.raw`[A-Za-z\p{Nd}]`;

const MARKERS = {
  english: new RegExp(`ANSWER${SPACES}:${SPACES}\\**${SPACES}`, "giu"),
  chinese: new RegExp(`答案${SPACES}[:：]${SPACES}\\**${SPACES}`, "gu"),
} as const;

const PLAIN_LABELS = {
  english: /[A-Za-z\p{Nd}][A-Za-z\p{Nd} ,]*/uy,
  chinese: /[A-Za-z0-9][A-Za-z0-9,，]*/uy,
} as const;

const BRACKETED_LABELS = new RegExp(
  `[([（【]${SPACES}(?<labels>${LABEL}(?:${SPACES}[,，]${SPACES}${LABEL})*)${SPACES}[)\\]）】]`,
  "uy",
);
const LABEL_WORD = new RegExp(`${LABEL}+`, "gu");

/**
 * The label after the last answer marker that a label follows, as evalscope's `parse_answers` reads it. A marker
 * before prose or before an echoed `[LETTER]` is passed over.
 * @returns `null` where no label is found, or several where one is asked for
 */
export function answerAfterMarker(
  reply: string,
  labels: readonly string[],
  options: MarkerOptions = {},
): string | null {
  const marker = options.marker ?? "english";
  const found = lastLabelled(reply, labels, marker);
  if (found === null) return (options.fallback ?? true) ? lastCapital(reply, labels) : null;
  if (options.several !== true) return labels.includes(found) ? found : null;
  const several = marker === "english" ? englishLabels(found, labels) : chineseLabels(found);
  if (!several.every((label) => labels.includes(label))) return null;
  return labels.filter((label) => several.includes(label)).join("");
}

function lastLabelled(
  reply: string,
  labels: readonly string[],
  marker: "english" | "chinese",
): string | null {
  for (const match of [...reply.matchAll(MARKERS[marker])].reverse()) {
    const at = match.index + match[0].length;
    const bracketed = matchAt(BRACKETED_LABELS, reply, at)?.groups?.["labels"];
    const plain = matchAt(PLAIN_LABELS[marker], reply, at)?.[0];
    for (const capture of [bracketed, plain]) {
      const prefix = capture === undefined ? "" : labelPrefix(capture, labels);
      if (prefix !== "") return prefix;
    }
  }
  return null;
}

function matchAt(expression: RegExp, text: string, at: number): RegExpExecArray | null {
  expression.lastIndex = at;
  return expression.exec(text);
}

/** The words at the start that are labels, or labels in a row such as `AC`. */
function labelPrefix(capture: string, labels: readonly string[]): string {
  let end = 0;
  for (const word of capture.matchAll(LABEL_WORD)) {
    const areLabels = labels.includes(word[0]) || [...word[0]].every((letter) => labels.includes(letter));
    if (!areLabels) break;
    end = word.index + word[0].length;
  }
  return capture.slice(0, end);
}

function englishLabels(found: string, labels: readonly string[]): string[] {
  const compact = found.replaceAll(" ", "").replaceAll("，", ",");
  const listed = compact.split(",");
  return listed.every((label) => labels.includes(label)) ? listed : [...compact];
}

function chineseLabels(found: string): string[] {
  const compact = found.replaceAll(" ", "").replaceAll("，", ",");
  return compact.includes(",") ? compact.split(",") : [...compact];
}

function lastCapital(reply: string, labels: readonly string[]): string | null {
  for (let at = reply.length - 1; at >= 0; at -= 1) {
    const letter = characterEndingAt(reply, at);
    if (/\p{Uppercase}/u.test(letter)) return labels.includes(letter) ? letter : null;
  }
  return null;
}

function characterEndingAt(text: string, at: number): string {
  const pair = at > 0 ? text.slice(at - 1, at + 1) : "";
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(pair) ? pair : text.charAt(at);
}
