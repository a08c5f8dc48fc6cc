/**
 * A wallet that answers from a window of its own. Its code waits for messages of that window only, so it would wait for ever for
 * one that the browser did not open, that was closed, or that shows another site. Here each request ends.
 */

type Call = { method: string; params?: unknown };
type Provider = { request(call: Call): Promise<unknown> };

/** The browser opened no window, even after a press. */
export class WindowBlocked extends Error {
  constructor() {
    super("The browser did not open the wallet.");
    this.name = "WindowBlocked";
  }
}

/** The window is gone, and nothing was answered. */
export class WindowClosed extends Error {
  /** EIP-1193: the person declined. */
  readonly code = 4001;
  constructor() {
    super("The wallet is gone.");
    this.name = "WindowClosed";
  }
}

/** How often the window is looked at (ms): no event tells another site that it was closed. */
const LOOK_EVERY = 300;

/** Answered from what the page knows, without the window. */
const WITHOUT_WINDOW: ReadonlySet<string> = new Set(["eth_accounts", "eth_chainId", "eth_coinbase", "net_version"]);

/** Often answered so: a press is only asked for if the window has to be opened. */
const OFTEN_WITHOUT: ReadonlySet<string> = new Set(["wallet_switchEthereumChain", "wallet_getCapabilities"]);

type Options = {
  /** The window's origin. */
  origin: string;
  /** Asks the person for a press, and resolves in it. */
  askForTap: () => Promise<void>;
};

/** The same provider, whose requests end when its window does. One at a time: a new one ends the one before. */
export function inWindow<P extends Provider>(provider: P, { origin, askForTap }: Options): P {
  let shown: Window | null = null;
  let running: { end: (why: Error) => void; answer: Promise<unknown> } | null = null;

  async function ask(call: Call): Promise<unknown> {
    running?.end(new WindowClosed());
    await running?.answer.catch(() => {});
    let end: (why: Error) => void = () => {};
    const ended = new Promise<never>((_, reject) => {
      end = reject;
    });
    const answer = askUntil(ended, end, call);
    const mine = { end, answer };
    running = mine;
    return answer.finally(() => {
      if (running === mine) running = null;
    });
  }

  async function askUntil(ended: Promise<never>, end: (why: Error) => void, call: Call): Promise<unknown> {
    const stopWatching = watchOpening((opened) => {
      if (opened === null) end(new WindowBlocked());
      else shown = opened;
    });
    let wasClosed = false;
    const timer = setInterval(() => {
      if (!shown?.closed) return;
      // An answer may have been sent just before: it gets until the next look.
      if (wasClosed) end(new WindowClosed());
      wasClosed = true;
    }, LOOK_EVERY);
    try {
      return await Promise.race([ended, provider.request(call)]);
    } catch (error) {
      // The wallet's code lets go of everything it waits for when its window says that it closes.
      const data = { event: "PopupUnload" };
      if (error instanceof WindowClosed) window.dispatchEvent(new MessageEvent("message", { origin, data }));
      throw error;
    } finally {
      stopWatching();
      clearInterval(timer);
    }
  }

  async function request(call: Call): Promise<unknown> {
    if (WITHOUT_WINDOW.has(call.method)) return provider.request(call);
    const isShown = shown !== null && !shown.closed;
    // Old browsers do not say whether there was a press.
    const mayOpen = navigator.userActivation?.isActive ?? true;
    if (!isShown && !mayOpen && !OFTEN_WITHOUT.has(call.method)) await askForTap();
    try {
      return await ask(call);
    } catch (error) {
      if (!(error instanceof WindowBlocked)) throw error;
    }
    await askForTap();
    return ask(call);
  }

  return new Proxy(provider, {
    get(target, name) {
      if (name === "request") return request;
      const member = Reflect.get(target, name) as unknown;
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

/** Reports what `window.open` gives to the wallet's code, which keeps its window to itself, until the returned function is called. */
function watchOpening(report: (opened: Window | null) => void): () => void {
  const { open } = window;
  const watched: typeof window.open = (...args) => {
    const opened = open.apply(window, args);
    report(opened);
    // Where it gets none, the wallet's code would show a dialog of its own, in English.
    if (opened === null) throw new WindowBlocked();
    return opened;
  };
  window.open = watched;
  return () => {
    if (window.open === watched) window.open = open;
  };
}
