import { useState } from "react";

type State = { busy: boolean; error: unknown; done: string | null };

/** One request at a time: whether it runs, why it failed, and what to say when it is done. */
export function useWork() {
  const [state, setState] = useState<State>({ busy: false, error: null, done: null });
  return {
    ...state,
    reset: () => setState({ busy: false, error: null, done: null }),
    async run(work: () => Promise<void>, done: string) {
      setState({ busy: true, error: null, done: null });
      try {
        await work();
        setState({ busy: false, error: null, done });
      } catch (error) {
        setState({ busy: false, error, done: null });
      }
    },
  };
}
