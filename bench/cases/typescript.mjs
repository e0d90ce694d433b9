import { typescript } from '../programs.mjs';
import { ratioCase } from '../ratios.mjs';

export default ratioCase({
  name: 'typescript',
  program: typescript,
  targets: { auto: { atMost: 1.8, stretch: 1.5 }, none: { atMost: 1.6, stretch: 1.3 } },
  compared: ['sampled', 'istanbul'],
});
