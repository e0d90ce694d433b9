import { gunzipSync } from 'node:zlib';
import { Profile } from 'pprof-format';

/** A sample as a client sees it: frames from the innermost on. */
export interface ClientSample {
  readonly frames: readonly string[];
  readonly values: readonly number[];
  readonly labels: Readonly<Record<string, string>>;
}

export interface ClientProfile {
  readonly types: readonly string[];
  readonly defaultType: string;
  readonly duration: bigint;
  readonly started: bigint;
  readonly samples: readonly ClientSample[];
  /** `name systemName file:line` by the number of the function. */
  readonly functions: readonly string[];
}

/** What the library makes of a file. */
export function readPprof(bytes: Uint8Array): ClientProfile {
  const profile = Profile.decode(gunzipSync(bytes));
  const text = (at: number | bigint): string => profile.stringTable.strings[Number(at)]!;
  const functions = new Map(profile.function.map((each) => [each.id, text(each.name)]));
  const locations = new Map(
    profile.location.map(({ id, line }) => [id, functions.get(line[0]!.functionId)!]),
  );
  return {
    types: profile.sampleType.map(({ type, unit }) => `${text(type)}/${text(unit)}`),
    defaultType: text(profile.defaultSampleType),
    duration: BigInt(profile.durationNanos),
    started: BigInt(profile.timeNanos),
    samples: profile.sample.map(({ locationId, value, label }) => ({
      frames: locationId.map((id) => locations.get(id)!),
      values: value.map(Number),
      labels: Object.fromEntries(label.map(({ key, str }) => [text(key), text(str)])),
    })),
    functions: profile.function.map(
      ({ name, systemName, filename, startLine }) =>
        `${text(name)} | ${text(systemName)} | ${text(filename)}:${startLine}`,
    ),
  };
}

/** `name flat cum` of the values in that place, as `go tool pprof -top` has them: a function counts once in each stack. */
export function topLines(samples: readonly ClientSample[], value: number): string[] {
  const flat = new Map<string, number>();
  const cumulative = new Map<string, number>();
  const add = (to: Map<string, number>, name: string, amount: number) =>
    to.set(name, (to.get(name) ?? 0) + amount);
  for (const { frames, values } of samples) {
    add(flat, frames[0]!, values[value]!);
    for (const name of new Set(frames)) add(cumulative, name, values[value]!);
  }
  return [...cumulative].map(([name, total]) => `${name} ${flat.get(name) ?? 0} ${total}`).sort();
}
