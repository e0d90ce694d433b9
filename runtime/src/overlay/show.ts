/** Shows the overlay, a small panel in the page with the page's profile, as soon as the page has a body. */
import { quietly } from './guard.ts';
import { listenToKey } from './key.ts';
import { Panel } from './panel.ts';

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', show, { once: true });
else show();

function show(): void {
  quietly(() => {
    const panel = new Panel();
    listenToKey(() => panel.toggle());
    document.documentElement.append(panel.host);
  });
}
