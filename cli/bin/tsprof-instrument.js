#!/usr/bin/env node
import { main } from '../dist/esm/instrument-main.js';
await main(process);
