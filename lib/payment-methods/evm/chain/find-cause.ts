import "server-only";

/**
 * The first among an error and its causes that has one of these names. By name, not by class: a built server holds
 * several copies of viem, and the client of the process may be another copy's than that of the calling code.
 */
export function findCause(error: unknown, ...names: string[]): Error | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (names.includes(cause.name)) return cause;
  }
  return undefined;
}
