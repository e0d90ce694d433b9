import { svelte } from '@sveltejs/vite-plugin-svelte';
import tsprof from 'unplugin-tsprof/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [tsprof(), svelte()],
});
