import type { Profile } from '@tsprof/runtime/profile';
import { bytesOf } from '../../../report/src/profile-files/pieces.ts';
import { readForeign } from '../../../report/src/imports/read-foreign.ts';

const OPTIONS = {
  name: 'foreign',
  cwd: '/project',
  created: '2024-05-01T12:00:00.000Z',
  generator: 'tsprof/test',
  unit: 1,
};

interface Given {
  readonly format?: string;
  readonly unit?: number;
}

/** The profile that a foreign file becomes. */
export function importBytes(bytes: Uint8Array | string, { format, unit = 1 }: Given = {}): Promise<Profile> {
  return readForeign(bytesOf([bytes]), { ...OPTIONS, unit }, format);
}
