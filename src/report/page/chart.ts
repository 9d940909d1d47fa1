import { type PlotOptions, plot } from "@observablehq/plot";
import { parseHTML } from "linkedom/worker";
import { sha256 } from "../../support/hash.ts";
import { html, Markup, type Value } from "./markup.ts";

/** As wide as a page's text: in pixels, of which letters take eleven. */
export const CHART_WIDTH = 920;

/** What a chart is called, and what it shows in a sentence for who cannot see it. */
export interface ChartText {
  readonly title: string;
  readonly description: string;
  /** What its colours and strokes mean, in HTML. */
  readonly legend?: Value;
  /** Whether it may shrink with the page; a wide chart is scrolled on a narrow one so that its letters stay legible. */
  readonly size?: "shrinks" | "scrolls";
}

/** A chart as SVG, drawn when the page is made; its lines and letters take the page's own colour, light or dark. */
export function chart(options: PlotOptions, text: ChartText): Markup {
  const { title, description, legend = null, size = "scrolls" } = text;
  const drawing = drawn(options, `${title}. ${description}`);
  const scrolled = html`<div class="scroll" role="group" aria-label="Chart: ${title}" tabindex="0">${drawing}</div>`;
  return html`<figure class="chart">
<figcaption><strong>${title}</strong> ${description}</figcaption>
${legend}
${size === "scrolls" ? scrolled : drawing}
</figure>
`;
}

/**
 * The drawing alone. The page's policy allows no style but its own: what Plot would put into the SVG stands in the
 * page's style instead.
 * @param label what it shows, for who cannot see it
 */
export function drawn(options: PlotOptions, label: string): Markup {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const figure = plot({ ...options, className: "plot", document });
  for (const style of figure.querySelectorAll("style")) style.remove();
  for (const group of figure.querySelectorAll("[aria-label], [aria-hidden]")) {
    group.removeAttribute("aria-label");
    group.removeAttribute("aria-hidden");
  }
  const { text } = html`${label}`;
  const svg = figure.outerHTML.replace("<svg ", `<svg role="img" aria-label="${text}" `);
  return new Markup(withOwnIds(shortNumbers(svg), label));
}

/** A hundredth of a pixel is enough; text between the tags stays as it is. */
function shortNumbers(svg: string): string {
  return svg.replace(/(<(?!svg)[^>]*>)/g, (tag) => tag.replace(/(\.\d\d)\d+/g, "$1"));
}

/** Plot counts its ids as long as the process lives: the same page must have the same, and each chart others. */
function withOwnIds(svg: string, label: string): string {
  const ids = [...new Set([...svg.matchAll(/ id="(plot-[\w-]+)"/g)].map(([, id = ""]) => id))];
  const mark = sha256(label).slice(0, 8);
  return ids.reduce(
    (changed, id, index) =>
      changed
        .replaceAll(`id="${id}"`, `id="clip-${mark}-${index}"`)
        .replaceAll(`url(#${id})`, `url(#clip-${mark}-${index})`),
    svg,
  );
}
