/** Choosing a wallet, and what can go wrong with one. */
export const wallets = {
  allow: "Open {wallet} and allow the connection. If it is locked, unlock it. Its window may be behind this one.",
  chooseAnother: "Choose another wallet",
  partMissing: "The wallet part of this page could not be loaded.",
  partMissingDetail: "Check your connection, close this and try again.",
  looking: "Looking for wallets…",
  noneFound: "No wallet was found in this browser.",
  browserWallet: "Browser wallet",
  demoWallet: "Demo wallet",
  demoDetail: "A test key made in this browser, with play money. It signs by itself.",
  demo: "Demo",
  newToWallets: "New to wallets?",
  newDetail:
    "A wallet is an app or browser extension that holds your digital dollars. Install one, add USDC, then come back to this page. Some that work:",

  rejectedTitle: "You declined in your wallet.",
  rejectedConnect: "Nothing was shared. Try again when you are ready.",
  rejectedSwitch: "The network stays as it was. To continue, allow the switch to {network}. Nothing was charged.",
  rejectedSign: "Nothing was signed and nothing was charged. Try again when you are ready.",
  busyTitle: "Your wallet is already asking.",
  busyDetail: "Open your wallet, answer or close its open request, then try again.",
  goneTitle: "The wallet was not found.",
  goneDetail: "It may have been switched off. Choose another one or reload this page.",
  lockedTitle: "Your wallet is locked or not connected.",
  lockedDetail: "Unlock it, choose an account, then try again. Nothing was charged.",
  otherAccountTitle: "Your wallet is on another account now.",
  otherAccountDetail:
    "Nothing was signed and nothing was charged. Switch back, or try again with the account that it is on.",
  wrongNetworkTitle: "Your wallet is on another network.",
  wrongNetworkDetail: "Switch it to {network}, then try again. Nothing was charged.",
  unknownNetworkTitle: "Your wallet does not know {network}.",
  unknownNetworkDetail: "Add {network} in its settings, then try again, or use another wallet. Nothing was charged.",
  unsupportedTitle: "This wallet cannot do that.",
  unsupportedDetail: "It does not sign this kind of request. Choose another wallet. Nothing was charged.",
  flaggedTitle: "Your wallet blocked the request.",
  flaggedDetail: "Nothing was signed and nothing was charged. You can use another wallet.",
  failedTitle: "The wallet did not answer as expected.",
  failedDetail: "Nothing was charged. Try again, or choose another wallet.",
  said: "Your wallet says: {words}",

  cookiesTitle: "Your browser blocks cookies.",
  cookiesDetail:
    "Signing in needs one cookie. Allow cookies for {site} in your browser’s settings, then try again. You do not have to sign in to buy.",

  switchedTitle: "Your wallet is now on {wallet}.",
  switchedDetail: "You are still signed in as {session}. What you do on this page is done as that account.",
  switchedSignIn: "Sign in as {wallet}",
} as const;
