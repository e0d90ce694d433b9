import { ContextWriter } from '../../runtime/src/log/contexts.ts';
import type { Realm } from '../../runtime/src/realm.ts';
import type { VirtualLoop } from './virtual-loop.ts';

/** A loop whose timers have contexts, as those of Node have ids: the realm is told who has set the one that calls back. */
export function followedLoop(loop: VirtualLoop, realm: Realm): VirtualLoop {
  const contexts = new ContextWriter(realm.log);
  let current = 0;
  let made = 0;
  const enter = (context: number): void => {
    if (!contexts.isCalled) contexts.enter(context);
  };
  realm.parents = {
    arrive: () => enter(current),
    arriveAnew: () => enter(0),
    handing: () => undefined,
    handed: () => undefined,
  };
  return {
    ...loop,
    later(time, callback) {
      const context = ++made;
      enter(current);
      contexts.schedule(context, made % 2 === 0);
      loop.later(time, () => {
        current = context;
        callback();
        current = 0;
      });
    },
  };
}
