// Nothing but suspensions.
import { subject } from '../prepare.mjs';
import { ratioCase } from '../ratios.mjs';

export default ratioCase({
  name: 'awaits',
  inSmoke: true,
  program: () => ({
    title: 'a million awaits of a trivial async function',
    copied: { 'main.mjs': subject('awaits.mjs') },
  }),
  targets: { auto: { atMost: 1.4, stretch: 1.15 }, off: { atMost: 1.25, stretch: 1.1 } },
});
