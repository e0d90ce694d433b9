// Leaves nothing of its own: what the run before has left, tsprof takes away.
