import { pageData } from '../state/opened.ts';
import { following, stacks, tell } from './follow.ts';

/** How the page stands to the program that it follows, and what that can be told to do. */
export function LiveBar() {
  const { live } = pageData.value;
  if (live === null || following.value === null) return null;
  if (following.value === 'ended')
    return (
      <span class="live" role="status">
        the program has ended: this is what it told last
      </span>
    );
  const isPaused = following.value === 'paused';
  const threads = stacks.value?.threads ?? [];
  const isOn = threads.some(({ profiling }) => profiling);
  return (
    <span class="live">
      <span role="status">{isPaused ? 'paused' : isOn ? '● live' : '● live, profiling is off'}</span>
      <button
        type="button"
        title={isPaused ? 'Go on showing the program as it is now' : 'Leave the picture as it is'}
        onClick={() => (following.value = isPaused ? 'following' : 'paused')}
      >
        {isPaused ? 'follow' : 'pause'}
      </button>
      <button
        type="button"
        title="Set all sums of the program to zero"
        onClick={() => void tell(live, 'clear')}
      >
        from zero
      </button>
      <button
        type="button"
        title={isOn ? 'Stop profiling; what there is stays' : 'Profile from now on'}
        onClick={() => void tell(live, isOn ? 'stop' : 'start')}
      >
        {isOn ? 'stop' : 'start'}
      </button>
    </span>
  );
}
