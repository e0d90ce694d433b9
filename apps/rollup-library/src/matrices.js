export { identity, multiply, power } from './products.js';
export { determinant } from './determinant.js';
export { rows, transpose } from './shape.js';
