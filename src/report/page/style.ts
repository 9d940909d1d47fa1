import { COLOURS, HEAT_STEPS } from "./colours.ts";
import { PRINT_STYLE } from "./style-print.ts";

const TEXT = `*, ::before, ::after { box-sizing: border-box; }
html { font-size: 100%; -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 0.9375rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK SC", sans-serif; }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; }
h1 { font-size: 1.5rem; margin: 0; font-weight: 600; overflow-wrap: anywhere; }
h2 { font-size: 1.1875rem; margin: 0 0 0.75rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 0.5rem; }
p, ul, ol, dl, pre, figure { margin: 0 0 0.875rem; }
p, li, dd { max-width: 78ch; overflow-wrap: anywhere; }
ul, ol { padding-left: 1.25rem; }
a { color: var(--link); text-underline-offset: 0.15em; }
code, pre, kbd { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.8125rem; }
code { overflow-wrap: anywhere; }
pre { padding: 0.75rem 0.875rem; background: var(--soft); border: 1px solid var(--line); border-radius: 6px;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
[hidden] { display: none !important; }
`;

const FRAME = `.skip { position: absolute; left: -100vw; top: 0; z-index: 2; padding: 0.5rem 1rem; background: var(--paper); }
.skip:focus { left: 0; }
.bar { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; max-width: 84rem; margin: 0 auto; padding: 0.75rem 1rem 0; font-size: 0.875rem; }
.bar .quiet { overflow-wrap: anywhere; min-width: 0; }
@media (min-width: 68rem) { .bar { padding: 1rem 2rem 0; } }
.lines { white-space: pre-line; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
main:focus { outline: none; }
.frame { display: grid; grid-template-columns: minmax(0, 1fr); max-width: 84rem; margin: 0 auto; padding: 0 1rem 3rem; }
main { min-width: 0; }
.contents { padding: 0.75rem 0; font-size: 0.875rem; }
.contents ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; list-style: none; margin: 0 0 0.5rem; padding: 0; }
.contents a { display: inline-block; padding: 0.2rem 0; text-decoration: none; color: var(--quiet); }
.contents a:hover { color: var(--link); text-decoration: underline; }
@media (min-width: 68rem) {
  .frame { grid-template-columns: 11.5rem minmax(0, 1fr); gap: 2rem; padding: 1.75rem 2rem 4rem; }
  .contents { position: sticky; top: 1.75rem; align-self: start; max-height: calc(100vh - 3.5rem); overflow-y: auto; padding: 0.25rem; }
  .contents ul { flex-direction: column; gap: 0; margin-bottom: 1rem; }
}
section, .head { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: 1.25rem 1rem; margin: 0 0 1.25rem; }
@media (min-width: 40rem) { section, .head { padding: 1.5rem 1.75rem; } }
.foot { color: var(--quiet); font-size: 0.8125rem; padding: 0 0.25rem; }
button, select, input { font: inherit; color: inherit; }
button, select, input[type="search"] { background: var(--paper); border: 1px solid var(--quiet); border-radius: 6px; padding: 0.3rem 0.65rem; max-width: 100%; }
button { cursor: pointer; }
button:hover { background: var(--soft); }
summary { cursor: pointer; padding: 0.15rem 0; overflow-wrap: anywhere; }
summary:hover { color: var(--link); }
`;

const HEAD = `.kicker { margin: 0 0 0.75rem; color: var(--quiet); font-size: 0.8125rem; letter-spacing: 0.01em; }
.verdict { display: inline-block; margin: 0 0.5rem 0.35rem 0; padding: 0.1rem 0.7rem; border: 1px solid currentColor; border-radius: 999px;
  font-size: 1.0625rem; font-weight: 700; letter-spacing: 0.03em; white-space: nowrap; vertical-align: 0.08em; }
[data-tone="good"] { color: var(--good); background: var(--good-ground); }
[data-tone="bad"] { color: var(--bad); background: var(--bad-ground); }
[data-tone="open"] { color: var(--open); background: var(--open-ground); }
.note { border-left: 4px solid currentColor; border-radius: 4px; padding: 0.55rem 0.9rem; margin: 0 0 0.75rem; max-width: none; }
.said { display: inline; color: var(--ink); }
.said ul { margin: 0.25rem 0 0; }
.note pre { color: var(--ink); margin: 0.5rem 0 0; }
.tiles { display: grid; gap: 0.75rem; grid-template-columns: repeat(auto-fit, minmax(min(11rem, 100%), 1fr)); margin: 1.1rem 0; }
.tile { padding: 0.6rem 0.85rem; background: var(--soft); border-left: 4px solid var(--line); border-radius: 4px; min-width: 0; overflow-wrap: anywhere; }
.tile dt { color: var(--quiet); font-size: 0.8125rem; }
.tile dd { margin: 0; }
.tile dd strong { display: block; font-size: 1.3125rem; font-weight: 600; line-height: 1.35; font-variant-numeric: tabular-nums; }
.tile dd span { color: var(--quiet); font-size: 0.8125rem; }
.tile[data-edge="good"] { border-left-color: var(--good); }
.tile[data-edge="bad"] { border-left-color: var(--bad); }
.tile[data-edge="open"] { border-left-color: var(--open); }
.reasons { margin: 0.875rem 0; }
.reasons li { margin: 0.15rem 0; }
.arms { display: grid; gap: 0.875rem; grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr)); margin: 1rem 0; }
.arm { border: 1px solid var(--line); border-top: 4px solid var(--baseline); border-radius: 6px; padding: 0.75rem 0.9rem; min-width: 0; }
.arm[data-role="candidate"] { border-top-color: var(--candidate); }
.arm h2 { font-size: 1rem; margin: 0 0 0.25rem; overflow-wrap: anywhere; }
.arm p { margin: 0 0 0.35rem; font-size: 0.875rem; }
.tag { display: inline-block; padding: 0 0.5rem; border-radius: 999px; border: 1px solid currentColor; font-size: 0.8125rem; white-space: nowrap; }
dl.facts { display: grid; grid-template-columns: minmax(6rem, max-content) minmax(0, 1fr); gap: 0.2rem 1rem; font-size: 0.875rem; }
dl.facts dt { color: var(--quiet); }
dl.facts dd { margin: 0; overflow-wrap: anywhere; }
`;

const PARTS = `.scroll { overflow-x: auto; margin: 0 0 1rem; }
table { border-collapse: collapse; font-size: 0.875rem; width: 100%; }
caption { text-align: left; padding: 0 0 0.5rem; color: var(--quiet); font-size: 0.875rem; }
th, td { padding: 0.35rem 0.7rem; border-bottom: 1px solid var(--line); vertical-align: top; text-align: left; }
th.number, td.number { text-align: right; }
td:not(.number), th[scope="row"]:not(.number) { min-width: 5.5rem; overflow-wrap: anywhere; }
tbody th[scope="row"]:not(.number) { min-width: 8.5rem; }
td.long { min-width: 15rem; }
thead th { border-bottom: 2px solid var(--line); font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 500; }
tbody tr:hover { background: var(--soft); }
tr[data-mark="bad"] > th:first-child { box-shadow: inset 4px 0 0 var(--bad); }
tr[data-mark="open"] > th:first-child { box-shadow: inset 4px 0 0 var(--open); }
.unit { color: var(--quiet); font-weight: 400; }
button.sort { border: 0; padding: 0; background: none; font-weight: inherit; text-align: inherit; white-space: inherit; }
button.sort:hover { color: var(--link); }
button.sort::after { content: " ↕"; color: var(--quiet); }
[aria-sort="ascending"] > button.sort::after { content: " ↑"; color: inherit; }
[aria-sort="descending"] > button.sort::after { content: " ↓"; color: inherit; }
.filters { display: flex; flex-wrap: wrap; gap: 0.5rem 0.875rem; align-items: center; margin: 0 0 0.875rem; padding: 0.65rem 0.8rem; background: var(--soft); border-radius: 6px; font-size: 0.875rem; }
section details { margin: 0 0 0.875rem; }
details[open] > summary { margin-bottom: 0.5rem; }
.filters label { min-width: 0; max-width: 100%; }
.chart { margin: 0 0 1.5rem; }
.chart + details { margin-top: -0.75rem; margin-bottom: 1.75rem; }
figcaption { margin: 0 0 0.5rem; max-width: 78ch; font-size: 0.875rem; color: var(--quiet); }
figcaption strong { color: var(--ink); font-weight: 600; }
.plot { display: block; font-size: 11px; height: auto; max-width: 100%; --plot-background: var(--paper); }
.scroll > .plot { max-width: none; }
@media (min-width: 40rem) { .scroll > .plot { max-width: 100%; } }
.plot text, .plot tspan { white-space: pre; }
.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.1rem; list-style: none; padding: 0; margin: 0 0 0.5rem; font-size: 0.8125rem; }
.legend li { display: flex; align-items: center; gap: 0.45rem; max-width: none; }
.key { flex: none; width: 1.5rem; height: 0; border-top: 3px solid var(--ink); }
.key[data-key="baseline"] { border-color: var(--baseline); }
.key[data-key="candidate"] { border-color: var(--candidate); border-top-style: dashed; }
.key[data-key="floor"] { border-color: var(--floor); border-top-style: dotted; }
.key[data-key="limit"] { border-color: var(--bad); border-top-style: dashed; }
.key[data-key="band"] { height: 0.7rem; border: 0; background: var(--band); opacity: 0.45; }
.key[data-key="bar"] { height: 0.7rem; border: 0; background: var(--bar); }
.key[data-key="bad"] { border-color: var(--bad); border-top-style: dotted; }
.key[data-key="other-bar"] { height: 0.7rem; border: 0; background: var(--other-bar); }
.heat-scale { display: flex; align-items: center; gap: 0.6rem; margin: 0 0 0.5rem; font-size: 0.8125rem; }
.heat-steps { display: flex; border: 1px solid var(--line); }
.heat-steps span { width: 1.4rem; height: 0.8rem; }
${Array.from({ length: HEAT_STEPS }, (_, step) => `[data-heat="${step}"] { background: var(--heat-${step}); }`).join("\n")}
`;

/** The whole style of every page. Never made of data. */
export const STYLE = COLOURS + TEXT + FRAME + HEAD + PARTS + PRINT_STYLE;
