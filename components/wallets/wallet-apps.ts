/** Wallets for visitors who have none, and how a phone opens a page inside their apps. */
type WalletApp = {
  name: string;
  /** Where to get it, for a computer's browser and for phones. */
  home: string;
  /** The URL that opens a page inside the app, or leads to the app's store; absent if its maker documents none. */
  open?: (url: string) => string;
};

/**
 * The forms are those that the makers document, and need no project id:
 *
 * - MetaMask: `https://link.metamask.io/dapp/{url without its scheme}`, not percent-encoded
 *   (docs.metamask.io, MetaMask Connect, Use deeplinks)
 * - Base (Coinbase Wallet): `https://go.cb-w.com/dapp?cb_url={url}`
 *   (docs.cdp.coinbase.com, Coinbase Wallet, Mobile dapp integration)
 * - Trust Wallet: `https://link.trustwallet.com/open_url?coin_id=60&url={url}`, 60 being Ethereum in SLIP-44
 *   (developer.trustwallet.com, Deep linking)
 * - OKX Wallet: `https://web3.okx.com/download?deeplink={okx://wallet/dapp/url?dappUrl={url}}`, encoded twice
 *   (web3.okx.com, App universal link)
 *
 * Rainbow's only documented form starts a WalletConnect session (rainbow-me/rainbow#4600), and Rabby's app has none.
 */
export const walletApps: readonly WalletApp[] = [
  {
    name: "MetaMask",
    home: "https://metamask.io/download",
    open: (url) => `https://link.metamask.io/dapp/${url.replace(/^https?:\/\//, "")}`,
  },
  {
    name: "Base (Coinbase Wallet)",
    home: "https://www.coinbase.com/wallet/downloads",
    open: (url) => `https://go.cb-w.com/dapp?cb_url=${encodeURIComponent(url)}`,
  },
  {
    name: "Trust Wallet",
    home: "https://trustwallet.com/download",
    open: (url) => `https://link.trustwallet.com/open_url?coin_id=60&url=${encodeURIComponent(url)}`,
  },
  {
    name: "OKX Wallet",
    home: "https://web3.okx.com/download",
    open: (url) => {
      const inside = `okx://wallet/dapp/url?dappUrl=${encodeURIComponent(url)}`;
      return `https://web3.okx.com/download?deeplink=${encodeURIComponent(inside)}`;
    },
  },
  { name: "Rabby", home: "https://rabby.io" },
];
