import tsprof from 'unplugin-tsprof/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [tsprof({ post: '/__tsprof__/profile' })],
  worker: { format: 'es' },
  build: {
    rolldownOptions: {
      input: { main: 'index.html', frame: 'frame.html', service: 'src/service.js' },
      output: {
        // A service worker's address is what its scope follows from.
        entryFileNames: ({ name }) => (name === 'service' ? 'service.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
