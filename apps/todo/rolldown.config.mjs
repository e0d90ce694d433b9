import { copyFileSync } from 'node:fs';
import { defineConfig } from 'rolldown';
import tsprof from 'unplugin-tsprof/rolldown';

const page = {
  name: 'page',
  writeBundle({ dir }) {
    copyFileSync('index.html', `${dir}/index.html`);
  },
};

export default defineConfig({
  input: 'src/main.ts',
  output: { format: 'esm', minify: true, sourcemap: true },
  plugins: [tsprof(), page],
});
