/**
 * The page's colours, by what they say. Charts name them as `var(--baseline)`, so that they change with the page; each
 * that carries letters has at least 4.5 : 1 against what it stands on.
 */
const LIGHT = `--ground: #f4f6f8; --paper: #ffffff; --ink: #1a212c; --quiet: #566072; --line: #d5dbe4; --soft: #eef1f5;
--link: #0b57a4; --good: #0a6638; --good-ground: #e3f3ea; --bad: #a8201a; --bad-ground: #fce9e7; --open: #7a4b00;
--open-ground: #fdf1db; --baseline: #1d5fc4; --candidate: #c2410c; --band: #8a97ab; --floor: #0f766e;
--bar: #64748b; --other-bar: #b02a6f;
--heat-0: #f3f6fa; --heat-1: #dfe8f3; --heat-2: #c3d5ea; --heat-3: #9fbde0; --heat-4: #769fd0; --heat-5: #4f80bd;
--heat-6: #3162a2; --heat-7: #1c4684; --heat-8: #0d2c60;`;

const DARK = `--ground: #0d1117; --paper: #151b23; --ink: #e4e9f0; --quiet: #9da8b7; --line: #303946; --soft: #1c242f;
--link: #7db4f5; --good: #63d394; --good-ground: #10291c; --bad: #ff948b; --bad-ground: #3a1816; --open: #f5bd62;
--open-ground: #33270f; --baseline: #79aefc; --candidate: #ff9a5c; --band: #6f7d92; --floor: #4fd1c0;
--bar: #8292a8; --other-bar: #f07fb4;
--heat-0: #1a222d; --heat-1: #1d2f45; --heat-2: #20405f; --heat-3: #27547d; --heat-4: #336b9d; --heat-5: #4a86bb;
--heat-6: #6ca4d4; --heat-7: #9ac4e8; --heat-8: #d3e8fb;`;

/** Steps of the sequential scale of heat maps: `var(--heat-0)` is the least. */
export const HEAT_STEPS = 9;

/** By the system's choice, by the page's own button, and light on paper. */
export const COLOURS = `:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
:root[data-theme="light"] { color-scheme: light; ${LIGHT} }
:root[data-theme="dark"] { color-scheme: dark; ${DARK} }
@media print { :root, :root[data-theme="light"], :root[data-theme="dark"] { color-scheme: light; ${LIGHT} } }
`;
