import { Session } from 'node:inspector';
import { register } from 'node:module';

/** What Node 20 calls its loader of ES modules, as far as it is of use here. Its methods can be replaced. */
export interface EsmLoader {
  resolve(specifier: string, parentUrl: string | undefined, attributes: object): unknown;
  resolveSync(specifier: string, parentUrl: string | undefined, attributes?: object): unknown;
  load(url: string, context: object): Promise<unknown>;
  /** What makes modules of sources, by their format. */
  readonly translators: Map<string, Translator>;
}

/** `this` is the loader. */
export type Translator = (
  this: EsmLoader,
  url: string,
  source: string | ArrayBuffer | ArrayBufferView | null | undefined,
  ...rest: readonly unknown[]
) => unknown;

/** The parts of the inspector's protocol that are used. */
interface Protocol {
  'Runtime.evaluate': { result: RemoteObject };
  'Runtime.getProperties': { result: RemoteProperty[]; internalProperties?: RemoteProperty[] };
  'Runtime.callFunctionOn': unknown;
}

interface RemoteObject {
  readonly objectId?: string;
}

interface RemoteProperty {
  readonly name: string;
  readonly value?: RemoteObject;
}

type Post = <Method extends keyof Protocol>(method: Method, params: object) => Protocol[Method];

const HAND = 'tsprof$hand';

/**
 * The loader of ES modules of this thread, before 22.15 the only way to have a say without a further thread, in which the
 * program's preloads would run once more, and which the program's own hooks would have to share. Node shows it to nobody
 * but its inspector: it is found from `module.register`, which works on it. Undefined where the inspector may not be used.
 */
export function findEsmLoader(): EsmLoader | undefined {
  const hand = globalThis as { [HAND]?: unknown };
  const session = new Session();
  try {
    session.connect();
    hand[HAND] = register;
    takeLoader((method, params) => post(session, method, params));
    return hand[HAND] === register ? undefined : (hand[HAND] as () => EsmLoader)();
  } catch {
    return undefined;
  } finally {
    Reflect.deleteProperty(hand, HAND);
    session.disconnect();
  }
}

/** Sessions with the own thread answer at once. */
function post<Method extends keyof Protocol>(
  session: Session,
  method: Method,
  params: object,
): Protocol[Method] {
  let answer: object | undefined;
  session.post(method, params, (error, result) => (answer = error === null ? result : undefined));
  return answer as Protocol[Method];
}

/** Puts the function by which `register` gets at the loader into our hand. */
function takeLoader(post: Post): void {
  const { result } = post('Runtime.evaluate', { expression: `globalThis.${HAND}` });
  const scopes = propertiesOf(post, result, true).find(({ name }) => name === '[[Scopes]]');
  for (const scope of propertiesOf(post, scopes?.value)) {
    const found = propertiesOf(post, scope.value).find(
      ({ name }) => name === 'getOrInitializeCascadedLoader',
    );
    if (found === undefined) continue;
    const functionDeclaration = `function () { globalThis.${HAND} = this; }`;
    post('Runtime.callFunctionOn', { objectId: found.value?.objectId, functionDeclaration });
    return;
  }
}

function propertiesOf(
  post: Post,
  object: RemoteObject | undefined,
  internal = false,
): readonly RemoteProperty[] {
  const { objectId } = object ?? {};
  if (objectId === undefined) return [];
  const found = post('Runtime.getProperties', { objectId, ownProperties: true });
  return (internal ? found.internalProperties : found.result) ?? [];
}
