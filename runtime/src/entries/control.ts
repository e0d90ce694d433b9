/** The package's `/control` entry, under Node: what clients of programs need that are controlled from outside. */
export { addressText, parseControlAddress } from '../host/node/control/address.ts';
export type { ControlAddress } from '../host/node/control/address.ts';
export type { ControlStacks, ControlStatus, ThreadStatus } from '../accountant/control-format.ts';
export { controlFolder, registrations } from '../host/node/control/registration.ts';
export type { Registration } from '../host/node/control/registration.ts';
export type { LiveCall, LiveCoroutines, LiveFunction, LiveThread } from '../thread-profile/live-stacks.ts';
