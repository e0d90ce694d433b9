/**
 * Signals that end a process which does not handle them, and after which a profile is expected. Not among them: those
 * that Node or V8 use (SIGUSR1, SIGPROF, SIGPIPE), and those of a fault in the process itself.
 */
export const DEADLY_SIGNALS: readonly string[] =
  'SIGINT SIGTERM SIGHUP SIGQUIT SIGUSR2 SIGALRM SIGXCPU SIGBREAK'.split(' ');
