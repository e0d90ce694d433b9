// For transformers that check types: instrumented TypeScript is still TypeScript.
type Through = <T>(token: number, value: T) => T;
type Leaving = <T>(token: number, value: T, place?: number) => T;
interface Telling {
  <T>(token: number, more: number, value: T): T;
  (token: number, more?: number): undefined;
}

export declare const register: (
  file: string,
  names: string,
  spots: readonly number[],
  suspensions?: readonly number[],
) => number;
export declare const enter: (site: number) => number;
export declare const leave: (depth: number) => void;
export declare const begin: (site: number) => number;
export declare const end: (token: number) => void;
export declare const beginModule: (site: number) => number;
export declare const endModule: (token: number) => void;
export declare const again: Telling;
export declare const suspend: Leaving;
export declare const resume: Through;
export declare const park: Leaving;
export declare const unpark: Through;
