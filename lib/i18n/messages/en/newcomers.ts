/** The page for people who have no wallet. */
export const newcomers = {
  title: "No wallet yet?",
  lead: "Files here are paid in {token}, digital dollars that move from wallet to wallet. This page says what a wallet is, how to get one, and how long it takes.",
  whatTitle: "What a wallet is",
  what: "An app, a browser extension or a passkey that holds your digital dollars and signs for you. One {token} is worth one US dollar. Nobody else can spend what is in your wallet, and no one can give it back if you lose the way in: keep the recovery words or the passkey safe.",
  stepsTitle: "Three steps",
  getTitle: "1. Get a wallet",
  getAccount:
    "<b>About 1 minute:</b> Base Account needs no installation. Choose it when you pay. A window opens at {site}, and you create a passkey, such as your fingerprint or face. It is made by Coinbase, not by this shop.",
  getApp: "<b>About 5 minutes:</b> an app or a browser extension. Write down its recovery words. Some that work:",
  fundTitle: "2. Add the money",
  fundCard:
    "<b>About 10 minutes the first time:</b> by card or bank, at {site}. Press Pay and connect the wallet: the page shows the link, with your wallet and the amount filled in. That site checks who you are, and it has fees and a minimum of its own, often more than a small file costs.",
  fundExchange:
    "<b>A few minutes to an hour:</b> from an exchange where you have an account already, such as Coinbase or Kraken. Buy {token} and withdraw it to your wallet on {networks}. A new account at an exchange can take a day or more, because it checks who you are.",
  fundFriend: "<b>Less than a minute:</b> from somebody who has some. Show them your wallet’s address.",
  fundNetwork: "Send it on {networks} only. On another network it does not arrive.",
  backTitle: "3. Come back and pay",
  back: "<b>A few seconds:</b> open the file’s link again and press Pay. If the page was still open, it notices that the money is there.",
  pricesTitle: "The lowest price",
  prices: "What a file has to cost at least, for each kind of wallet.",
  network: "Network",
  usual: "Any wallet",
  firstPayment: "First payment of a new Base Account",
  never: "Not possible",
  unknown: "Any price",
  sellTitle: "To sell",
  sell: "Your wallet can be empty. You only sign in with it, which costs nothing, and what buyers pay arrives in it. Step 1 is all you need.",
  sellOut: "Your dashboard has a link to a site that turns it into money in your bank.",
} as const;
