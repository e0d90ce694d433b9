import { Session } from 'node:inspector';
import { register } from 'node:module';

/** `require` as Node's own modules have it, for those that are Node's alone. */
export type InternalRequire = (name: string) => unknown;

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
 * The way to what Node keeps to itself: the `require` of its own modules, which only its inspector shows, in the scope of
 * `module.register`. Undefined where the inspector may not be used.
 */
export function findInternalRequire(): InternalRequire | undefined {
  const hand = globalThis as { [HAND]?: unknown };
  const session = new Session();
  try {
    session.connect();
    hand[HAND] = register;
    takeRequire((method, params) => post(session, method, params));
    return hand[HAND] === register ? undefined : (hand[HAND] as InternalRequire);
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

/** Puts the variable `require` of the function in our hand there in its place. */
function takeRequire(post: Post): void {
  const { result } = post('Runtime.evaluate', { expression: `globalThis.${HAND}` });
  const scopes = propertiesOf(post, result, true).find(({ name }) => name === '[[Scopes]]');
  for (const scope of propertiesOf(post, scopes?.value)) {
    const found = propertiesOf(post, scope.value).find(({ name }) => name === 'require');
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
