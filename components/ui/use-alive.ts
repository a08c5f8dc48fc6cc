import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False in the page as the server sent it, until React has taken over: a button that needs script can do nothing before. */
export function useAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
