/** Draws the observation that is chosen into the panels' frames, as text: it runs in the browser alone. */
export const CURVE_SCRIPT = `"use strict";
(() => {
  const root = document.querySelector("[data-curves]");
  const block = document.getElementById("curve-data");
  if (root === null || block === null) return;
  const { letters, steps, panel, curves } = JSON.parse(block.textContent);
  const chooser = root.querySelector("[data-chooser]");
  const choice = chooser.querySelector("select");
  const levels = letters.length ** 2 - 1;
  const right = panel.width - panel.marginRight;

  const pathOf = (heights, top, bottom) => {
    let path = "";
    let length = 0;
    // A point that stands alone is drawn where its path is closed.
    const end = () => {
      if (length === 1) path += "Z";
      length = 0;
    };
    for (let step = 0; step < steps; step += 1) {
      const pair = heights.slice(2 * step, 2 * step + 2);
      if (pair.trim() === "") {
        end();
        continue;
      }
      const level = letters.indexOf(pair[0]) * letters.length + letters.indexOf(pair[1]);
      const x = panel.marginLeft + ((right - panel.marginLeft) * step) / Math.max(1, steps - 1);
      const y = top + ((bottom - top) * level) / levels;
      path += (length === 0 ? "M" : "L") + x.toFixed(2) + "," + y.toFixed(2);
      length += 1;
    }
    end();
    return path;
  };

  const draw = (group, path) => {
    if (group === null) return;
    let line = group.querySelector("path");
    if (line === null) {
      line = document.createElementNS("http://www.w3.org/2000/svg", "path");
      group.append(line);
    }
    line.setAttribute("d", path);
  };

  choice.addEventListener("change", () => {
    for (const part of root.querySelectorAll("[data-dimension]")) {
      const [baseline, candidate, error] = curves[choice.value][Number(part.dataset.dimension)];
      const bottom = panel.height - panel.marginBottom;
      draw(part.querySelector(".curve-baseline"), pathOf(baseline, panel.marginTop, bottom));
      draw(part.querySelector(".curve-candidate"), pathOf(candidate, panel.marginTop, bottom));
      draw(part.querySelector(".curve-error"), pathOf(error, panel.marginTop, panel.errorHeight - panel.errorMarginBottom));
      for (const svg of part.querySelectorAll("svg")) {
        svg.setAttribute("aria-label", svg.getAttribute("aria-label").replace(/observation \\d+/, "observation " + choice.value));
      }
    }
    root.querySelector("[data-fixed]").textContent = "Drawn is " + choice.selectedOptions[0].textContent + ".";
  });
  chooser.hidden = false;
  root.querySelector("[data-fixed]").dataset.paper = "";
})();
`;

/** The panels' grid. */
export const CURVE_STYLE = `.panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(15.5rem, 100%), 1fr)); gap: 1.1rem 1.25rem; margin: 0 0 1rem; }
.panel { min-width: 0; }
.panel p { margin: 0 0 0.15rem; font-size: 0.8125rem; }
.panel .plot { width: 100%; fill: currentColor; font-family: system-ui, sans-serif; font-variant-numeric: tabular-nums; text-anchor: middle; }
.panel .numbers { text-anchor: end; }
.panel .plot path { fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
.panel path.grid { stroke-opacity: 0.1; stroke-width: 1; stroke-linecap: butt; }
.panel path.ticks, .panel path.curve-zero { stroke-width: 1; stroke-linecap: butt; }
.panel path.curve-zero { stroke-opacity: 0.4; }
.panel path.curve-band { fill: var(--band); fill-opacity: 0.4; stroke: none; }
.panel path.curve-floor { stroke: var(--floor); stroke-dasharray: 1 3; stroke-linecap: butt; }
.panel .curve-baseline path { stroke: var(--baseline); }
.panel .curve-candidate path { stroke: var(--candidate); stroke-dasharray: 4 3; }
.panel .curve-error path { stroke-width: 1.25; }
.chosen { margin: 0 0 0.75rem; max-width: none; }
@media screen { .chosen[data-paper] { display: none; } }
@media print { .panels { display: block; columns: 3; column-gap: 5mm; } .panel { padding-bottom: 3mm; } }
`;
