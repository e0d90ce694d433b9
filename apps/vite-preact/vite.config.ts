import preact from '@preact/preset-vite';
import tsprof from 'unplugin-tsprof/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [tsprof(), preact()],
});
