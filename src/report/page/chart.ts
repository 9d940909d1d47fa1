import { type PlotOptions, plot } from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { html, Markup } from "./markup.ts";

/** What a chart is called, and what it shows in a sentence for who cannot see it. */
export interface ChartText {
  readonly title: string;
  readonly description: string;
}

/** A chart as SVG, drawn when the page is made; its lines and letters take the page's own colour, light or dark. */
export function chart(options: PlotOptions, { title, description }: ChartText): Markup {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const drawn = plot({ ...options, document });
  drawn.setAttribute("role", "img");
  drawn.setAttribute("aria-label", `${title}. ${description}`);
  return html`<figure class="chart">
<figcaption><strong>${title}</strong> ${description}</figcaption>
${new Markup(drawn.outerHTML)}
</figure>`;
}
