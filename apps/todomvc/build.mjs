// TodoMVC's VanillaJS example as npm has it, which nobody here has written: its scripts in one bundle, in the order of its page.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import tsprof from 'unplugin-tsprof/esbuild';

const example = fileURLToPath(new URL('../node_modules/todomvc/examples/vanillajs/', import.meta.url));
const outdir = process.env.OUT ?? 'dist';
const SCRIPT = /\s*<script src="(js\/[^"]+)"><\/script>/g;

const page = readFileSync(`${example}index.html`, 'utf8');
const scripts = [...page.matchAll(SCRIPT)].map(([, path]) => path);

await build({
  stdin: { contents: scripts.map((path) => `import './${path}';`).join('\n'), resolveDir: example },
  outfile: `${outdir}/main.js`,
  bundle: true,
  format: 'esm',
  minify: true,
  sourcemap: true,
  plugins: [tsprof({ root: example, include: '**' })],
});

const html = page
  .replace(SCRIPT, '')
  .replace(/\s*<script src="bower[^>]*><\/script>/, '')
  .replace(/href="bower[^"]*\/base.css"/, 'href="base.css"')
  .replace('</body>', '<script type="module" src="main.js"></script></body>');
writeFileSync(`${outdir}/index.html`, html);
for (const file of ['base.css', 'bg.png'])
  copyFileSync(`${example}bower_components/todomvc-common/${file}`, `${outdir}/${file}`);
