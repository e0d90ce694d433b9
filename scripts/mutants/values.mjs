/** Values that a careless reader takes for what they are not, by the text that stands for them in JSON. */
const NUMBERS = [
  ...['-1', '-0', '0.5', '1e-320', '1e21', '1e24', '1e308', '-1e308', '1e999', '2147483647', '2147483648'],
  ...['4294967296', '9007199254740991', '9007199254740993', '18446744073709551616', '123456789012345678'],
  '9'.repeat(400),
  `0.${'3'.repeat(400)}`,
];
const NO_JSON = [
  'NaN',
  'Infinity',
  '-Infinity',
  '01',
  '.5',
  '1.',
  '+1',
  '0x10',
  '1_000',
  '1e',
  '--1',
  'undefined',
  "'a'",
];
const TEXTS = [
  ...['"NaN"', '"1"', '""', '"__proto__"', '"constructor"', '"toString"', '"hasOwnProperty"', '"\\u0000"'],
  ...[
    '"\\u001b[2J\\u0007"',
    '"\u009b31m\u202e"',
    '"\\ud800"',
    '"e\u0301\u0301\u5bbd\ud83d\ude00"',
    '"a\\nb\\tc"',
  ],
  ...['"../../../etc/passwd"', '"https://x/y"', '"C:\\\\a\\\\b"', '"/"', '".."'],
  `"${'long '.repeat(20_000)}"`,
  `"${'../'.repeat(10_000)}"`,
];
const CONTAINERS = [
  ...['null', 'true', 'false', '[]', '{}', '[[]]', '[{}]', '[null]', '{"length":5}', '{"0":1,"length":1}'],
  ...['{"__proto__":null}', '{"__proto__":{"length":3}}', '{"toJSON":1}'],
  `${'['.repeat(70)}${']'.repeat(70)}`,
  `${'{"a":'.repeat(70)}1${'}'.repeat(70)}`,
  `[${'0,'.repeat(20_000)}0]`,
];

export const VALUES = [...NUMBERS, ...NO_JSON, ...TEXTS, ...CONTAINERS];
export const ODD_NUMBERS = NUMBERS;
export const ODD_NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'length',
  'then',
  'toJSON',
  '',
  'site',
  'edges',
  'raw',
];
