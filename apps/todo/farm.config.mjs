import { defineConfig } from '@farmfe/core';
import tsprof from 'unplugin-tsprof/farm';

export default defineConfig({
  compilation: {
    input: { index: './index.farm.html' },
    output: { path: process.env.OUT ?? 'dist', publicPath: '/', targetEnv: 'browser-esnext' },
    persistentCache: false,
    sourcemap: true,
  },
  plugins: [tsprof()],
});
