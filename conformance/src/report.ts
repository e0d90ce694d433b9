import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { CAUSES } from './judge.ts';
import type { Finding, Tally } from './tally.ts';

/** What was run on what, for the record. */
export interface Circumstances {
  readonly suite: string;
  readonly commit: string;
  readonly node: string;
  readonly babel: string;
  readonly watch: string;
  readonly stress: string | null;
  readonly seconds: number;
}

/** The version of Babel's parser, whose printer has the same one. */
export function babelVersion(): string {
  const path = createRequire(import.meta.url).resolve('@babel/parser/package.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

/** Figures and findings in print. */
export function printed(tally: Tally, circumstances: Circumstances): string {
  const { commit, node, babel, watch, stress, seconds } = circumstances;
  const { tests, runs, passesAsIs, passesBabel, passesInstrumented, findings, mended } = tally;
  const regressions = findings.filter(({ cause }) => cause !== 'violation');
  const violations = findings.filter(({ cause }) => cause === 'violation');
  const heading = [`test262 ${commit.slice(0, 8)}`.trim(), `Node ${node}`, `Babel ${babel}`];
  if (watch !== 'replay') heading.push(`watch ${watch}`);
  if (stress !== null) heading.push(`stress ${stress}`);
  const rows: [string, number | string][] = [
    ['tests', tests],
    ['runs', runs],
    ['pass as is', passesAsIs],
    ['pass through Babel alone', passesBabel],
    ['pass instrumented', passesInstrumented],
    ['fail instrumented', regressions.length],
    ...CAUSES.map((cause): [string, string] => [`  ${cause}`, amount(regressions, cause)]),
    ['violations', violations.length],
  ];
  const lines = [
    `${heading.join(', ')}: ${seconds} s`,
    ...rows.map(([name, value]) => `${name.padEnd(26)}${value}`),
  ];
  const unknown = findings.filter(({ known }) => !known);
  for (const { test, strict, cause, error } of unknown) {
    lines.push('', `${cause}: test/${test}${strict ? ' (strict)' : ''}`, `  ${error}`);
  }
  for (const test of mended) lines.push('', `passes, but is listed as unavoidable: test/${test}`);
  return lines.join('\n');
}

function amount(findings: readonly Finding[], cause: string): string {
  const own = findings.filter((finding) => finding.cause === cause);
  if (own.length === 0) return '0';
  const tests = new Set(own.map(({ test }) => test)).size;
  const known = own.every((finding) => finding.known) ? ', all of them known' : '';
  return `${own.length} (${tests} tests${known})`;
}
