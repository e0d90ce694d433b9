export * from '../jest/probes.js';
