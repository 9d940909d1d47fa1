/** Rules of the list and of the side-by-side, beside those of every page. Never made of data. */
export const LIST_STYLE = `.choose { display: flex; flex-wrap: wrap; gap: 0.5rem 0.875rem; align-items: center; max-width: none; }
.runs { list-style: none; margin: 0; padding: 0; }
.run { display: grid; grid-template-columns: 1.5rem minmax(0, 1fr); gap: 0.25rem 0.75rem; align-items: start; max-width: none;
  padding: 0.75rem 0; border-top: 1px solid var(--line); }
.run input { width: 1.125rem; height: 1.125rem; margin: 0.2rem 0 0; accent-color: var(--link); }
.run-gap { width: 1.125rem; }
.run-text { grid-column: 2; min-width: 0; }
.run-link { font-weight: 600; overflow-wrap: anywhere; }
.run-facts { margin: 0.15rem 0 0; font-size: 0.875rem; max-width: none; }
@media (min-width: 48rem) {
  .run { grid-template-columns: 1.5rem 9.5rem minmax(0, 1fr); }
  .run-text { grid-column: 3; }
}
`;

export const COMPARISON_STYLE = `.sides { display: grid; gap: 0.875rem; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); margin: 1rem 0; }
.side { border: 1px solid var(--line); border-radius: 6px; padding: 0.875rem 1rem; min-width: 0; }
.side h2 { font-size: 1rem; margin: 0 0 0.5rem; overflow-wrap: anywhere; }
.side p { margin: 0 0 0.4rem; font-size: 0.875rem; }
th[scope="row"] { min-width: 9rem; }
.moved { font-weight: 600; }
`;
