import { count, finite, text, textOrNull } from '../profile/columns.ts';
import { below, readField, readList, readObject, refuse, type Column } from '../profile/shape.ts';
import type { LaneInfo, LaneSite } from './lane-writer.ts';

/** A number, or null where it is not known. */
const finiteOrNull: Column<number | null> = {
  accepts: (value): value is number => value === null || Number.isFinite(value),
  rule: () => 'a finite number or null is expected',
};

/** Who a lane's thread is, as a block of JSON tells it. What does not fit is a ProfileError. */
export function laneInfo(value: unknown, name: string): LaneInfo {
  const place = `${name}: thread`;
  const fields = readObject(value, place);
  return {
    id: readField(fields, place, 'id', text),
    name: readField(fields, place, 'name', text),
    pid: readField(fields, place, 'pid', count),
    cwd: nullable(fields['cwd'], below(place, 'cwd'), textOrNull),
    started: readField(fields, place, 'started', finite),
    origin: nullable(fields['origin'], below(place, 'origin'), finiteOrNull),
    threshold: readField(fields, place, 'threshold', finite),
  };
}

function nullable<T>(value: unknown, place: string, column: Column<T | null>): T | null {
  if (value === null) return null;
  return column.accepts(value, 0) ? value : refuse(place, value, column.rule(value));
}

/** The sites of such a block. */
export function laneSites(value: unknown, name: string): LaneSite[] {
  const place = `${name}: sites`;
  return readList(value, place).map((row, at) => laneSite(row, below(place, at)));
}

function laneSite(value: unknown, place: string): LaneSite {
  const row = readList(value, place);
  const [number, name, file, line, column, kind, suspensions] = row;
  return [
    item(number, below(place, 0), count),
    item(name, below(place, 1), text),
    item(file, below(place, 2), text),
    item(line, below(place, 3), count),
    item(column, below(place, 4), count),
    item(kind, below(place, 5), count),
    readList(suspensions, below(place, 6)).map((each, at) =>
      laneSuspension(each, below(below(place, 6), at)),
    ),
  ];
}

function laneSuspension(value: unknown, place: string): LaneSite[6][number] {
  const [kind, line, column, callee] = readList(value, place);
  return [
    item(kind, below(place, 0), count),
    item(line, below(place, 1), count),
    item(column, below(place, 2), count),
    item(callee, below(place, 3), count),
  ];
}

function item<T>(value: unknown, place: string, column: Column<T>): T {
  return column.accepts(value, 0) ? value : refuse(place, value, column.rule(value));
}
