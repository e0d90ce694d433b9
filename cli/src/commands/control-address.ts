/* Apart from control-options.ts, so that a run which is not controlled loads none of it. */
import { TsprofError } from '@tsprof/report/command-line/errors';
import { addressText, parseControlAddress } from '@tsprof/runtime/control-address';

/** An address as it stands in a URL; one that cannot be is a TsprofError. */
export function controlAddress(text: string): string {
  try {
    return addressText(parseControlAddress(text));
  } catch (error) {
    throw new TsprofError(`--control: ${(error as Error).message}`, { cause: error });
  }
}
