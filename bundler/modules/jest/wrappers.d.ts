type Through = <T>(token: number, value: T) => T;
// Parameters of whatever type are taken apart by it; older libraries do not know `Disposable`.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Anything = any;

export declare const delegate: Through;
export declare const delegateAsync: Through;
export declare const iterate: Through;
export declare const disposable: Through;
export declare const dispose: (token: number, resource?: unknown) => Anything;
export declare const parameters: (site: number, given: IArguments, from: number, rest?: Anything) => Anything;
export declare const PARAMETERS: Anything;
type Line = (depthOrToken: number, number: number) => void;
export declare const line: Line;
export declare const coroutineLine: Line;
type Enter = (site: number) => number;
export declare const enterLater: Enter;
export declare const beginLater: Enter;
export declare const beginModuleLater: Enter;
export declare const handing: <T>(callback: T) => T;
export declare const handed: <T>(promise: T) => T;
