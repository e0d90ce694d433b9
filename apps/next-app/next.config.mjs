import { fileURLToPath } from 'node:url';
import tsprof from 'unplugin-tsprof/webpack';

export default {
  distDir: process.env.OUT ?? '.next',
  outputFileTracingRoot: fileURLToPath(new URL('..', import.meta.url)),
  webpack(config, { isServer }) {
    config.plugins.push(tsprof({ target: isServer ? 'node' : 'browser' }));
    return config;
  },
};
