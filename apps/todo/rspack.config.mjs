import { rspack } from '@rspack/core';
import tsprof from 'unplugin-tsprof/rspack';

export default {
  mode: 'production',
  entry: './src/main.ts',
  output: { filename: 'main.js', chunkFormat: 'module', module: true },
  module: {
    rules: [
      {
        test: /\.ts$/,
        loader: 'builtin:swc-loader',
        options: { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } },
      },
    ],
  },
  devtool: 'source-map',
  plugins: [new rspack.CopyRspackPlugin({ patterns: ['index.html'] }), tsprof()],
};
