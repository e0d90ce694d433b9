import { prettier } from '../programs.mjs';
import { ratioCase } from '../ratios.mjs';

export default ratioCase({
  name: 'prettier',
  program: prettier,
  targets: { auto: { atMost: 1.6, stretch: 1.3 } },
  compared: ['sampled'],
});
