/** The package's `/overlay` entry: a small panel in the page that shows its profile while it runs. Shown by loading it. */
import { quietly } from './overlay/guard.ts';
import { listenToKey } from './overlay/key.ts';
import { Panel } from './overlay/panel.ts';

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', show, { once: true });
else show();

function show(): void {
  quietly(() => {
    const panel = new Panel();
    listenToKey(() => panel.toggle());
    document.documentElement.append(panel.host);
  });
}
