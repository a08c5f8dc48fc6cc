/** Optional package of the operator's; see components/wallets/walletconnect.ts. */
declare module "@walletconnect/ethereum-provider";
