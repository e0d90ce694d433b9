/** What a test says of itself in its front matter. */
export interface Metadata {
  readonly flags: readonly string[];
  /** Files of the suite's harness that it needs. */
  readonly includes: readonly string[];
  /** The error that it must end in, and when. */
  readonly negative: { readonly phase: string; readonly type: string } | null;
}

/** Reads the front matter; of YAML it uses the simplest forms only. */
export function readMetadata(source: string): Metadata {
  const yaml = /\/\*---([\s\S]*?)---\*\//.exec(source)?.[1] ?? '';
  const phase = /^negative:[\s\S]*?phase:\s*(\w+)/m.exec(yaml)?.[1];
  const type = /^negative:[\s\S]*?type:\s*(\w+)/m.exec(yaml)?.[1];
  return {
    flags: listOf(yaml, 'flags'),
    includes: listOf(yaml, 'includes'),
    negative: phase !== undefined && type !== undefined ? { phase, type } : null,
  };
}

function listOf(yaml: string, key: string): string[] {
  const inline = new RegExp(`^${key}:\\s*\\[([^\\]]*)\\]`, 'm').exec(yaml)?.[1];
  if (inline !== undefined) {
    return inline
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  }
  const block = new RegExp(`^${key}:[^\\S\\n]*\\n((?:\\s+-.*\\n?)+)`, 'm').exec(yaml)?.[1] ?? '';
  return [...block.matchAll(/-\s*(\S+)/g)].map((match) => match[1]!);
}

/** Whether to run a test in strict mode, for each run it asks for. */
export function strictnessOf({ flags }: Metadata): readonly boolean[] {
  if (flags.some((flag) => ['module', 'raw', 'noStrict'].includes(flag))) return [false];
  return flags.includes('onlyStrict') ? [true] : [false, true];
}

/** Whether this host can run it: agents cannot be blocked or started here. */
export const isRunnable = ({ flags, includes }: Metadata): boolean =>
  !flags.includes('CanBlockIsFalse') && !includes.includes('atomicsHelper.js');
