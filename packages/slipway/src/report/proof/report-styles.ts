/** What the report adds to the shared look: figures in the series colours, and lists of findings. */
export const REPORT_STYLES = `
.map, .timeline { display: block; width: 100%; height: auto; }
.on-narrow { display: none; }
svg rect { stroke: var(--paper); stroke-width: 2; }
svg text { font: 13px var(--sans); fill: var(--on-colour); }
svg .mark { fill: var(--muted); font-size: 12px; }
svg line { stroke: var(--line); }
${[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `.c${n} { fill: var(--c${n}); background: var(--c${n}); }`).join("\n")}
.swatch { display: inline-block; width: .8em; height: .8em; border-radius: 2px; }
.key { display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
.findings { list-style: none; padding: 0; }
.findings > li { border: 1px solid var(--line); border-radius: var(--radius); padding: .25rem 1rem; margin: .5rem 0; }
.findings pre { margin: 0; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
.facts > dt { max-width: 9rem; }
@media (min-width: 44.01rem) {
  .stacks tbody th { min-width: 12rem; }
  .stacks td > div { min-width: 20rem; overflow-wrap: anywhere; }
}
@media (max-width: 44rem) {
  .on-narrow { display: block; }
  .on-wide { display: none; }
  .facts { grid-template-columns: minmax(4.5rem, max-content) minmax(0, 1fr); gap: .1rem .75rem; }
  .facts dd { margin-bottom: 0; }
  .findings > li { padding: .25rem .75rem; }
}
`;
