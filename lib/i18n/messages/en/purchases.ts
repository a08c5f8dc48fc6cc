export const purchases = {
  title: "My purchases",
  signInWhy:
    "Sign in with the wallet you paid with to see everything it bought here. One signature: no password, no account, and no money moves.",
  signIn: "Connect wallet and sign in",
  noWallet: "Paid on another device? Your recovery link opens the file without a wallet.",
  chooseWallet: "Choose the wallet you paid with",
  loading: "Loading your purchases…",
  tryAgain: "Try again",
  failed: "Your purchases could not be loaded.",
  signedIn: "Signed in as {address}",
  signOut: "Sign out",
  oneNetwork:
    "This wallet is a contract, so only what it bought on {network} is shown. For another network, sign in again with the wallet switched to it.",
  empty: "This wallet has bought nothing here yet.",
  emptyWhy: "Did you pay with another one? Sign out and choose it. With a recovery link you need no wallet at all.",
  older: "Show older purchases",
  // one purchase
  facts: "{price} on {network}, {date}",
  fileFacts: "{name}, {size}",
  state_settled: "Paid",
  state_confirming: "Confirming",
  state_reverted: "Reversed by the network",
  state_refunded: "Refunded",
  access_open: "Download until {date}.",
  access_forGood: "Download whenever you like: there is no end date.",
  access_waiting: "We are confirming your payment. You will not be charged twice. It will open here by itself.",
  access_ended: "The download period ended on {date}.",
  access_gone: "This file is no longer stored here. The receipt is still available.",
  access_revoked: "The seller has ended this access.",
  access_withheld:
    "The operator of this server has closed this file. Your download time does not run meanwhile. For a refund, ask the seller.",
  "access_refund-due":
    "Your payment arrived after the operator had stopped this sale. The seller owes you the money back.",
  downloadNamed: "Download {title}",
  receipt: "Receipt",
  newLink: "New recovery link",
  newLinkWhy:
    "The old link cannot be shown again: only you had it. A new one opens the file on any device, until the same day.",
  endOthers: "Also switch off the earlier links and the browsers that opened them",
  makeLink: "Make a new link",
  linksSpent: "You have made five links for this purchase within a day. The ones you have still work.",
  back: "Back to My purchases",
} as const;
