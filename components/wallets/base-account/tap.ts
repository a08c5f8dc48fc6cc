/** A browser opens a window only after a press. This is where a press is asked for, and where the page shows that. */

type Asked = { go: () => void; leave: () => void };
type State = { asked: Asked | null; screens: readonly string[] };

let state: State = { asked: null, screens: [] };
const watchers = new Set<() => void>();

function set(next: Partial<State>): void {
  state = { ...state, ...next };
  for (const watcher of watchers) watcher();
}

/** The person pressed Cancel, or no part of the page can ask. EIP-1193: 4001. */
class TapRefused extends Error {
  readonly code = 4001;
  constructor() {
    super("The person did not open the wallet's window.");
    this.name = "TapRefused";
  }
}

/** Resolves in the press itself, so that a window may be opened. @throws TapRefused */
export function askForTap(): Promise<void> {
  state.asked?.leave();
  if (state.screens.length === 0) return Promise.reject(new TapRefused());
  return new Promise((resolve, reject) => {
    const end = (act: () => void) => () => {
      if (state.asked === asked) set({ asked: null });
      act();
    };
    const asked = { go: end(resolve), leave: end(() => reject(new TapRefused())) };
    set({ asked });
  });
}

export const watchTaps = (watcher: () => void) => {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
};

/** What is asked on this screen; null on all others, so that it is asked once. */
export const askedOn = (screen: string) => (state.screens.at(-1) === screen ? state.asked : null);

/** A part of the page that can ask. @returns the function that ends it */
export function addScreen(screen: string): () => void {
  set({ screens: [...state.screens, screen] });
  return () => {
    set({ screens: state.screens.filter((one) => one !== screen) });
    if (state.screens.length === 0) state.asked?.leave();
  };
}
