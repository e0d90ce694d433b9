import { terser } from '../programs.mjs';
import { ratioCase } from '../ratios.mjs';

export default ratioCase({
  name: 'terser',
  program: terser,
  targets: { auto: { atMost: 1.6, stretch: 1.3 } },
  compared: ['sampled'],
});
