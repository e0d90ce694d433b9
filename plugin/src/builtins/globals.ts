/** What the language, Node and browsers provide by these names: a fixed list, so that the same file always gives the same code. */
export const GLOBALS: ReadonlySet<string> = new Set([
  ...['AggregateError', 'Array', 'ArrayBuffer', 'Atomics', 'BigInt', 'BigInt64Array', 'BigUint64Array'],
  ...[
    'Boolean',
    'DataView',
    'Date',
    'Error',
    'EvalError',
    'FinalizationRegistry',
    'Float32Array',
    'Float64Array',
  ],
  ...[
    'Function',
    'Int16Array',
    'Int32Array',
    'Int8Array',
    'Intl',
    'Iterator',
    'JSON',
    'Map',
    'Math',
    'Number',
  ],
  ...[
    'Object',
    'Promise',
    'Proxy',
    'RangeError',
    'ReferenceError',
    'Reflect',
    'RegExp',
    'Set',
    'SharedArrayBuffer',
  ],
  ...['String', 'Symbol', 'SyntaxError', 'TypeError', 'URIError', 'Uint16Array', 'Uint32Array', 'Uint8Array'],
  ...['Uint8ClampedArray', 'WeakMap', 'WeakRef', 'WeakSet', 'WebAssembly', 'decodeURI', 'decodeURIComponent'],
  ...['encodeURI', 'encodeURIComponent', 'escape', 'isFinite', 'isNaN', 'parseFloat', 'parseInt', 'unescape'],
  ...[
    'AbortController',
    'AbortSignal',
    'Blob',
    'BroadcastChannel',
    'Buffer',
    'CustomEvent',
    'Event',
    'EventSource',
  ],
  ...['EventTarget', 'File', 'FileReader', 'FormData', 'Headers', 'Image', 'ImageData', 'MessageChannel'],
  ...[
    'MutationObserver',
    'IntersectionObserver',
    'ResizeObserver',
    'OffscreenCanvas',
    'Path2D',
    'ReadableStream',
  ],
  ...[
    'Request',
    'Response',
    'TextDecoder',
    'TextEncoder',
    'TransformStream',
    'URL',
    'URLSearchParams',
    'WebSocket',
  ],
  ...['WritableStream', 'XMLHttpRequest', 'DOMParser', 'XMLSerializer', 'alert', 'atob', 'btoa', 'caches'],
  ...[
    'cancelAnimationFrame',
    'clearImmediate',
    'clearInterval',
    'clearTimeout',
    'console',
    'createImageBitmap',
  ],
  ...[
    'crypto',
    'document',
    'fetch',
    'getComputedStyle',
    'history',
    'indexedDB',
    'localStorage',
    'matchMedia',
  ],
  ...['navigator', 'performance', 'postMessage', 'process', 'queueMicrotask', 'requestAnimationFrame'],
  ...[
    'requestIdleCallback',
    'sessionStorage',
    'setImmediate',
    'setInterval',
    'setTimeout',
    'structuredClone',
  ],
]);

/** Names of the object that has them all. */
export const GLOBAL_OBJECTS: ReadonlySet<string> = new Set(['globalThis', 'window', 'self', 'global']);

/** Kinds of values by the static functions that give them. */
export const STATIC_RESULTS: Readonly<Record<string, string | undefined>> = {
  'Array.from': 'Array',
  'Array.of': 'Array',
  'JSON.stringify': 'String',
  'Object.entries': 'Array',
  'Object.keys': 'Array',
  'Object.values': 'Array',
  'Promise.all': 'Promise',
  'Promise.allSettled': 'Promise',
  'Promise.any': 'Promise',
  'Promise.race': 'Promise',
  'Promise.reject': 'Promise',
  'Promise.resolve': 'Promise',
  String: 'String',
  fetch: 'Promise',
};

const methods = (kind: string, ...names: readonly string[]): [string, string][] =>
  names.map((name) => [name, kind]);

/** Kinds of values by the kind of an object and the method of it that gives them. */
export const METHOD_RESULTS: Readonly<Record<string, ReadonlyMap<string, string> | undefined>> = {
  Array: new Map([
    ...methods('Array', 'concat', 'filter', 'flat', 'flatMap', 'map', 'reverse', 'slice', 'sort', 'splice'),
    ...methods('Array', 'fill', 'toReversed', 'toSorted', 'toSpliced', 'with'),
    ...methods('String', 'join'),
  ]),
  String: new Map([
    ...methods('Array', 'split'),
    ...methods(
      'String',
      'concat',
      'normalize',
      'padEnd',
      'padStart',
      'repeat',
      'replace',
      'replaceAll',
      'slice',
    ),
    ...methods('String', 'substring', 'toLowerCase', 'toUpperCase', 'trim', 'trimEnd', 'trimStart'),
  ]),
  Promise: new Map(methods('Promise', 'catch', 'finally', 'then')),
};

/** Types of TypeScript by the kinds of values that they stand for. */
export const TYPES: Readonly<Record<string, string | undefined>> = {
  Array: 'Array',
  ReadonlyArray: 'Array',
  Map: 'Map',
  ReadonlyMap: 'Map',
  Set: 'Set',
  ReadonlySet: 'Set',
  Promise: 'Promise',
  Date: 'Date',
  RegExp: 'RegExp',
  WeakMap: 'WeakMap',
  URL: 'URL',
};
