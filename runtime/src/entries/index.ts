/** The package itself: the public functions of the runtime. */
export { clear, control, isRunning, profile, profiled, snapshot, start, stop, tag } from '../host/public.ts';
export type {
  ControlOptions,
  ControlServer,
  Profile,
  Profiled,
  ProfiledDecorator,
  StartOptions,
} from '../host/public.ts';
