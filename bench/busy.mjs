// Keeps a core busy until it is killed, or its parent is no more.
const parent = process.ppid;
while (process.ppid === parent);
