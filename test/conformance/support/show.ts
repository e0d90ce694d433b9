/** A value as text; works for values of any realm, and runs nothing of theirs but getters. */
export function show(value: unknown): string {
  if (typeof value === 'function') return `function ${value.name}/${value.length}`;
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
  const { name, message } = value as { name?: unknown; message?: unknown };
  if (typeof message === 'string') return `${String(name)}: ${message}`;
  return JSON.stringify(value) ?? 'nothing';
}
