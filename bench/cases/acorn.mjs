import { acorn } from '../programs.mjs';
import { ratioCase } from '../ratios.mjs';

export default ratioCase({
  name: 'acorn',
  inSmoke: true,
  program: acorn,
  targets: {
    auto: { atMost: 1.8, stretch: 1.5 },
    none: { atMost: 1.8, stretch: 1.3 },
    off: { atMost: 1.3, stretch: 1.2 },
  },
  compared: ['exact', 'sampled', 'istanbul'],
});
