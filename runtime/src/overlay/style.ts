/** The overlay's look: a constructed sheet, which any Content-Security-Policy allows. */
export function styleSheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  return sheet;
}

/** What the page says of unknown elements must not reach inside, hence what is !important. */
const CSS = `
:host {
  all: initial !important;
  position: fixed !important;
  inset: auto 12px 12px auto !important;
  z-index: 2147483647 !important;
  color-scheme: light dark !important;
}
@media print { :host { display: none !important; } }
.root {
  --ground: #ffffff; --raised: #f4f5f7; --line: #d9dce1; --text: #1d2129; --quiet: #5b6270;
  --accent: #2457c5; --on: #c02f2f;
  font: 12px/1.45 system-ui, sans-serif;
  color: var(--text);
}
@media (prefers-color-scheme: dark) {
  .root {
    --ground: #1c1f24; --raised: #262a31; --line: #3a3f48; --text: #e4e7ec; --quiet: #a3abb8;
    --accent: #86aef8; --on: #f28482;
  }
}
[hidden] { display: none !important; }
button, input { font: inherit; color: inherit; margin: 0; }
button { cursor: pointer; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); padding: 3px 9px; }
button:hover { border-color: var(--quiet); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.launcher, .run { display: inline-flex; align-items: center; gap: 6px; }
.launcher { background: var(--ground); border-radius: 999px; padding: 4px 11px; box-shadow: 0 2px 10px #0003; }
.launcher::before, .run::before {
  content: ''; width: 7px; height: 7px; border-radius: 50%; box-sizing: border-box; border: 1.5px solid var(--quiet);
}
[data-state=on]::before { background: var(--on); border-color: var(--on); }
section {
  display: flex; flex-direction: column;
  box-sizing: border-box; width: min(660px, calc(100vw - 24px)); max-height: min(70vh, 520px);
  background: var(--ground); border: 1px solid var(--line); border-radius: 10px; overflow: hidden;
  box-shadow: 0 8px 32px #0004;
}
header { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; padding: 8px 10px; border-bottom: 1px solid var(--line); }
strong { font-weight: 600; margin-right: 4px; }
.run { min-width: 66px; }
input {
  flex: 1 1 150px; min-width: 0; box-sizing: border-box; padding: 3px 9px;
  border: 1px solid var(--line); border-radius: 6px; background: var(--ground);
}
input::placeholder { color: var(--quiet); opacity: 1; }
.close { border-color: transparent; background: none; padding: 3px 8px; }
.frame { overflow: auto; flex: 1 1 auto; min-height: 64px; }
.frame:focus-visible { outline-offset: -2px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: 3px 10px; font-weight: normal; text-align: right; vertical-align: baseline; white-space: nowrap; }
th:first-child { position: sticky; left: 0; background: var(--ground); text-align: left; }
thead th, thead th:first-child { position: sticky; top: 0; z-index: 1; padding: 0; background: var(--ground); box-shadow: 0 1px var(--line); }
thead th:first-child { z-index: 2; }
thead button { border: 0; border-radius: 0; background: none; color: var(--quiet); padding: 5px 10px; }
thead button:hover { color: var(--text); }
thead button:focus-visible { outline-offset: -2px; }
[aria-sort=descending] button, [aria-sort=ascending] button { color: var(--text); font-weight: 600; }
[aria-sort=descending] button::before { content: '▾ '; }
[aria-sort=ascending] button::before { content: '▴ '; }
tbody th {
  max-width: 0; width: 60%; min-width: 110px; overflow: hidden; text-overflow: ellipsis;
  font-family: ui-monospace, monospace; font-size: 11.5px;
}
.nothing { color: var(--quiet); }
tbody tr:hover, tbody tr:hover th { background: var(--raised); }
.remark { margin: 0; padding: 6px 10px; color: var(--quiet); }
.remark:empty { display: none; }
footer {
  padding: 6px 10px; border-top: 1px solid var(--line); color: var(--quiet); white-space: pre-line; overflow-wrap: anywhere;
}
footer:empty { display: none; }
@media (max-width: 480px) {
  section { max-height: 80vh; }
  input { order: 1; flex-basis: 100%; }
  .close { margin-left: auto; }
  th, td { padding: 4px 5px; }
  thead button { padding: 5px; white-space: normal; text-align: right; }
  tbody th { min-width: 84px; box-shadow: 1px 0 var(--line); }
}
`;
