import tsprof from 'unplugin-tsprof/vite';
import { defineConfig } from 'vite';
import solid from 'vite-plugin-solid';

export default defineConfig({
  plugins: [tsprof(), solid()],
});
