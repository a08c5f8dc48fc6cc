/** A seller's page, which is read on the server only. */
export const sellerPage = {
  unverified: "This name is not verified.",
  domain: "{domain} ✓ (proven by DNS)",
  wallet: "Wallet {address}",
  files: "{count, plural, =0 {Nothing listed for sale} one {# file for sale} other {# files for sale}}",
  empty: "This seller lists no files. Those that are sold by their link alone are not shown here.",
  stopped: "The operator of this server has stopped this seller’s sales.",
  stoppedShort: "Sales stopped",
  cardAlt: "What {name} sells",
} as const;
