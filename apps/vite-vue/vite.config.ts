import vue from '@vitejs/plugin-vue';
import tsprof from 'unplugin-tsprof/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [tsprof(), vue()],
});
