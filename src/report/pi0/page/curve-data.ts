import { html, Markup } from "../../page/markup.ts";
import { type ActionErrors, curveOf, rangeOf } from "./action-errors.ts";
import { actionDomain, errorDomain, PANEL } from "./curve-scale.ts";

/** Two of these letters are one height; HTML and JSON leave them as they are. */
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const LEVELS = LETTERS.length ** 2 - 1;
/** In place of a number that is not finite. */
const GAP = "  ";

/** How many letters the curves of all observations may take. */
const MOST_LETTERS = 600_000;

/**
 * The curves of the worst observations for the page's script, as heights within their panel from 0 (above) to 4095
 * (below): a quarter of what the numbers would take, and finer than a pixel.
 */
export function curveData(
  errors: ActionErrors,
  { observations, most }: { observations: readonly number[]; most: number },
): { readonly chosen: readonly number[]; readonly block: Markup } {
  const { steps, dimensions } = errors;
  const fitting = Math.floor(MOST_LETTERS / (SERIES * 2 * steps * dimensions));
  const chosen = observations.slice(0, Math.max(1, fitting));
  const domains = Array.from({ length: dimensions }, (_, dimension) =>
    actionDomain(rangeOf(errors, [errors.baseline, errors.candidate], dimension)),
  );
  const curves = Object.fromEntries(
    chosen.map((observation) => [
      observation,
      domains.map((domain, dimension) => {
        const letters = (values: Float64Array, within: readonly [number, number]) =>
          heights(curveOf(errors, values, { observation, dimension }), within);
        return [
          letters(errors.baseline, domain),
          letters(errors.candidate, domain),
          letters(errors.errors, errorDomain(most)),
        ];
      }),
    ]),
  );
  const data = JSON.stringify({ letters: LETTERS, steps, panel: PANEL, curves });
  return {
    chosen,
    block: html`<script type="application/json" id="curve-data">${new Markup(data)}</script>`,
  };
}

const SERIES = 3;

function heights(values: Float64Array, [low, high]: readonly [number, number]): string {
  return Array.from(values, (value) => {
    if (!Number.isFinite(value)) return GAP;
    const level = Math.round(((high - value) / (high - low)) * LEVELS);
    const within = Math.min(LEVELS, Math.max(0, level));
    return `${LETTERS[within >> 6] ?? ""}${LETTERS[within & 63] ?? ""}`;
  }).join("");
}
