/** What only pages of benchmarks have. Never made of data. */
export const BENCH_STYLE = `.sign { flex: none; width: 0.8rem; height: 0.8rem; background: var(--good); border-radius: 50%; }
.sign[data-sign="inconsistent"] { background: var(--bad); border-radius: 0; }
.sign[data-sign="inconclusive"] { background: var(--open); border-radius: 0; clip-path: polygon(50% 0, 100% 100%, 0 100%); }
.narrow { display: none; }
th, td { padding-inline: 0.5rem; }
thead th.number { white-space: normal; }
main tbody th[scope="row"]:not(.number) { min-width: 7.5rem; }
#benchmarks table { font-size: 0.8125rem; }
#benchmarks th, #benchmarks td { padding-inline: 0.4rem; }
#benchmarks thead .unit { display: block; }
#benchmarks button.sort { text-decoration: underline dotted; text-underline-offset: 0.2em; }
#benchmarks [aria-sort="none"] > button.sort::after { content: ""; }
#benchmarks .tag { font-size: 0.75rem; padding: 0 0.4rem; }
.flips tbody { border-bottom: 1px solid var(--line); }
.flips tbody tr:has(+ .more) > * { border-bottom: 0; }
.flips tbody tr:hover { background: none; }
.flips .more td { padding-top: 0; max-width: 0; }
.flips .lost, .flips .gained { white-space: nowrap; min-width: 0; }
.flips .lost { color: var(--bad); }
.flips .gained { color: var(--good); }
.flips .lost::before { content: "▼ "; }
.flips .gained::before { content: "▲ "; }
.replies { display: grid; gap: 0.75rem; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); }
.reply { min-width: 0; }
.reply pre { border-top: 3px solid var(--baseline); }
.reply[data-role="candidate"] pre { border-top-color: var(--candidate); }
.more p { margin: 0.35rem 0 0.25rem; }
.more pre { margin: 0 0 0.5rem; unicode-bidi: plaintext; }
.alike { color: var(--quiet); }
.parting::before { content: "▸"; color: var(--link); font-weight: 700; padding: 0 0.1em; }
.reply mark { background: var(--open-ground); color: inherit; border-bottom: 2px solid var(--open); border-radius: 2px; }
.left-out { color: var(--quiet); font-style: italic; }
@media screen and (max-width: 40rem) {
  .wide { display: none; }
  .narrow { display: block; }
  .more details { position: sticky; left: 0; width: calc(100vw - 5.6rem); }
}
`;
