// Test runners give each file a global object of its own, within one process or thread: what is recorded there must be
// one all the same. Node's own modules are common to all of them, so the first to be asked for the realm lends its own.
import { channel } from 'node:diagnostics_channel';

const KEY = Symbol.for('tsprof.realm');
const realms = channel('tsprof.realm');
const asked = { realm: globalThis[KEY] };

realms.publish(asked);
if (asked.realm === undefined) realms.subscribe((asked) => (asked.realm ??= globalThis[KEY]));
else if (globalThis[KEY] === undefined)
  Object.defineProperty(globalThis, KEY, { value: asked.realm, configurable: true });
