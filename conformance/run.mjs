// Runs tc39/test262 as is, through Babel alone and instrumented; see docs/conformance.md. Bundles src/ and starts it.
import { bundle } from './bundle.mjs';

const arguments_ = process.argv.slice(2);
const { main } = await import(`${await bundle(arguments_)}/main.mjs`);
process.exitCode = await main(arguments_);
