/**
 * Tells whether a page is shown inside another app. Wallet apps and chat apps have their own browsers, which cannot
 * save a file (MetaMask/metamask-mobile#2195, #15709), so a buyer there needs a way out first.
 */

export type InAppBrowser = {
  /** The app by its own name, or null if unknown. */
  app: string | null;
  /** True where the app is a wallet. */
  wallet: boolean;
};

/** Flags that wallets put on `window.ethereum`. Extensions on computers set the same ones. */
export type InjectedFlags = {
  isMetaMask?: boolean;
  isCoinbaseWallet?: boolean;
  isCoinbaseBrowser?: boolean;
  isTrust?: boolean;
  isTrustWallet?: boolean;
  isRainbow?: boolean;
  isPhantom?: boolean;
};

export type Surroundings = {
  /** `navigator.userAgent` */
  userAgent: string;
  /** `navigator.maxTouchPoints`: an iPad says in its user agent that it is a Mac. */
  maxTouchPoints?: number;
  /** `window.ethereum` */
  ethereum?: InjectedFlags;
};

/** Apps that name themselves, each as observed (in-app-browser.test.ts has the whole strings). */
const named: readonly { pattern: RegExp; app: string; wallet: boolean }[] = [
  { pattern: /\bMetaMaskMobile\b/, app: "MetaMask", wallet: true },
  { pattern: /\bPhantom\/(?:ios|android)\b/, app: "Phantom", wallet: true },
  { pattern: /\bOKApp\//, app: "OKX", wallet: true },
  { pattern: /\bTokenPocket_/, app: "TokenPocket", wallet: true },
  { pattern: /\bBitKeep\b/, app: "Bitget Wallet", wallet: true },
  { pattern: /\bimToken\//, app: "imToken", wallet: true },
  { pattern: /\bTrust\/\d/, app: "Trust Wallet", wallet: true },
  { pattern: /\bInstagram\b/, app: "Instagram", wallet: false },
  { pattern: /\bFB(?:AN|AV|_IAB)\b/, app: "Facebook", wallet: false },
];

/** Apps whose browser does not name them, such as Coinbase Wallet and Trust Wallet: their wallet does. */
const flagged: readonly { flags: readonly (keyof InjectedFlags)[]; app: string }[] = [
  { flags: ["isCoinbaseBrowser", "isCoinbaseWallet"], app: "Base (Coinbase Wallet)" },
  { flags: ["isTrust", "isTrustWallet"], app: "Trust Wallet" },
  { flags: ["isRainbow"], app: "Rainbow" },
  { flags: ["isPhantom"], app: "Phantom" },
  // Last: many other wallets claim to be MetaMask.
  { flags: ["isMetaMask"], app: "MetaMask" },
];

/** True on phones and tablets. */
export function isHandheld({ userAgent, maxTouchPoints = 0 }: Surroundings): boolean {
  return /Android|iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
}

/**
 * The app that shows this page inside itself, or null in a browser. Always null on computers: there the same flags come
 * from extensions, and files can be saved.
 */
export function inAppBrowserOf(surroundings: Surroundings): InAppBrowser | null {
  if (!isHandheld(surroundings)) return null;
  const { userAgent, ethereum } = surroundings;
  const byName = named.find(({ pattern }) => pattern.test(userAgent));
  if (byName) return { app: byName.app, wallet: byName.wallet };
  // Phones have no extensions in their browsers, with few exceptions (Firefox, Kiwi) that set none of these flags.
  const byFlag = ethereum && flagged.find(({ flags }) => flags.some((flag) => ethereum[flag] === true));
  if (byFlag) return { app: byFlag.app, wallet: true };
  return isWebView(userAgent) ? { app: null, wallet: Boolean(ethereum) } : null;
}

/** Android's WebView has "wv" in its system part; that of iOS lacks "Safari/", which every browser there has. */
function isWebView(userAgent: string): boolean {
  if (/Android/.test(userAgent)) return /; wv\)/.test(userAgent);
  return /\(iP(?:hone|ad|od)/.test(userAgent) && !/Safari\//.test(userAgent);
}

/**
 * A URL that asks Android to open a page in the phone's own browser
 * (https://developer.chrome.com/docs/android/intents). A fragment stays: the intent's part begins at the last `#`. Null
 * if that is not possible: copy the link there.
 */
export function systemBrowserUrl(url: string, userAgent: string): string | null {
  if (!/Android/.test(userAgent)) return null;
  const [, scheme, rest] = /^(https?):\/\/(.+)$/.exec(url) ?? [];
  return scheme ? `intent://${rest}#Intent;scheme=${scheme};action=android.intent.action.VIEW;end` : null;
}
