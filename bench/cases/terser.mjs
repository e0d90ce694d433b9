import { terser } from '../programs.mjs';
import { ratioCase } from '../ratios.mjs';

export default ratioCase({
  name: 'terser',
  program: terser,
  targets: { auto: { atMost: 1.25, stretch: 1.15 } },
  compared: ['sampled'],
});
