export * from '../jest/wrappers.js';
