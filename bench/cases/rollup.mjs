import { rollup } from '../programs.mjs';
import { ratioCase } from '../ratios.mjs';

export default ratioCase({
  name: 'rollup',
  program: rollup,
  targets: { auto: { atMost: 1.2, stretch: 1.1 } },
  compared: ['sampled'],
});
