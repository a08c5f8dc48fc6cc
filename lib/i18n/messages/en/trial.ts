/** A test purchase by the seller. */
export const trial = {
  test: "Test: no money moves",
  what: "You see what a buyer sees. Nothing is paid, counted or sent, and no purchase is made.",
  finished: "A buyer would have the file now. Nothing was paid, counted or sent.",
  wallets: "Choose a wallet to see how it asks, or continue without one. It signs a short text only, never a payment.",
  without: "Continue without a wallet",
  signs: "Your wallet shows a short text. A buyer’s wallet shows the payment that is described here.",
  message: "Test purchase at {host}",
  messageWhat:
    "The seller is trying out how a file is bought. This signature moves no money, opens nothing and signs nobody in.",
  paid: "This is how it ends: “Paid. Thank you.”",
  alsoGets: "A buyer also gets here",
  getsLink: "a recovery link, which opens the file on any device",
  getsReceipt: "a receipt with the payment and the file’s hash",
  getsHelp: "a form to write to you",
  again: "Test again",
  signedOut: "You are no longer signed in.",
  signIn: "Sign in",
} as const;
