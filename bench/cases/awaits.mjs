// Nothing but suspensions.
import { fileURLToPath } from 'node:url';

export default {
  name: 'awaits',
  files: () => ({
    title: 'a million awaits of a trivial async function',
    copied: { 'main.mjs': fileURLToPath(new URL('../subjects/awaits.mjs', import.meta.url)) },
  }),
};
