/** What only pages of benchmarks have. Never made of data. */
export const BENCH_STYLE = `.sign { flex: none; width: 0.8rem; height: 0.8rem; background: var(--good); border-radius: 50%; }
.sign[data-sign="inconsistent"] { background: var(--bad); border-radius: 0; }
.sign[data-sign="inconclusive"] { background: var(--open); border-radius: 0; clip-path: polygon(50% 0, 100% 100%, 0 100%); }
.flips { --indent: 0.7rem; }
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
@media (max-width: 40rem) { .more details { position: sticky; left: 0; width: calc(100vw - 5rem); } }
`;
