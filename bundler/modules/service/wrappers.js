export * from '@tsprof/runtime/wrappers';
