import HtmlWebpackPlugin from 'html-webpack-plugin';
import tsprof from 'unplugin-tsprof/webpack';

/** The two usual ways to TypeScript; `--env loader=ts-loader` takes the second. */
const loaders = {
  'babel-loader': {
    loader: 'babel-loader',
    options: {
      presets: ['@babel/preset-typescript', ['@babel/preset-env', { targets: 'last 2 chrome versions' }]],
    },
  },
  'ts-loader': { loader: 'ts-loader', options: { transpileOnly: true } },
};

export default ({ loader = 'babel-loader' }) => ({
  mode: 'production',
  entry: './src/index.ts',
  output: { filename: '[name].[contenthash].js', publicPath: '/' },
  resolve: { extensions: ['.ts', '.js'] },
  module: { rules: [{ test: /\.ts$/, exclude: /node_modules/, use: loaders[loader] }] },
  devtool: 'source-map',
  plugins: [new HtmlWebpackPlugin({ template: 'index.html' }), tsprof()],
});
