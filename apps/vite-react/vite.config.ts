import react from '@vitejs/plugin-react';
import tsprof from 'unplugin-tsprof/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [tsprof(), react()],
  build: { target: 'es2022' },
  worker: { format: 'es' },
});
