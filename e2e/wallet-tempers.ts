/**
 * How wallets were seen behaving, for the test wallet to play. docs/wallets.md names for each where it was seen, and
 * `test/wallet-tempers.test.ts` holds the two together.
 */
export type Temper = {
  /** What a switch to an unknown network ends with; "silent" keeps the promise and stays. */
  unknownNetwork?: unknown | "silent";
  /** The network changes this long (ms) after the promise of a switch is kept. */
  switchLag?: number;
  /** The promise of a switch is never kept, though the network changes. */
  switchHangs?: boolean;
  /** A switch changes the network and fails all the same. */
  switchFailsThere?: unknown;
  /** Whether adding a network switches to it as well. */
  addSwitches?: boolean;
  /** Nothing is told by events. */
  noEvents?: boolean;
  /** Accounts as they are answered, and told by events. */
  accounts?: "checksummed" | "text" | "list as a text" | "objects" | "response" | "none-listed";
  /** Chain ids as they are answered, and told by events. */
  chainId?: "decimal" | "number" | "CAIP-2" | "object";
  /** Signatures as they are answered. */
  signature?: "no-prefix" | "capitals" | "object" | "response";
  /** What a refusal throws. */
  declines?: unknown;
  /** Methods that the wallet does not know are never answered. */
  unknownHangs?: boolean;
};

const localised = "Сеть не поддерживается";

export const TEMPERS = {
  "by the book": {},
  "network unknown as an internal error": { unknownNetwork: { code: -32603, message: "Internal JSON-RPC error." } },
  "network unknown as a missing method": {
    unknownNetwork: { code: -32601, message: "does not exist / is not available" },
  },
  "network unknown in its own language, without a code": { unknownNetwork: localised },
  "network unknown as JSON in the message": {
    unknownNetwork: { message: JSON.stringify({ code: 4902, message: "Unrecognized chain ID" }) },
  },
  "network unknown, below another error": {
    unknownNetwork: { code: -32603, message: "", data: { originalError: { code: 4902 } } },
  },
  "network unknown as unauthorised": { unknownNetwork: { code: 4100, message: "has not been authorized" } },
  "network unknown, in silence": { unknownNetwork: "silent" },
  "an added network is switched to": { addSwitches: true },
  "network lags behind the promise": { switchLag: 1_200 },
  "network lags, without events": { switchLag: 700, noEvents: true },
  "promise of a switch never kept": { switchHangs: true },
  "promise of a switch never kept, without events": { switchHangs: true, noEvents: true },
  "switches and says that it failed": { switchFailsThere: { code: -32603, message: "Could not fetch chain ID" } },
  "addresses with a checksum": { accounts: "checksummed" },
  "one address for a list": { accounts: "text" },
  "a list of accounts as a text": { accounts: "list as a text" },
  "accounts as objects": { accounts: "objects" },
  "accounts as a whole response": { accounts: "response" },
  "no accounts listed": { accounts: "none-listed" },
  "chain ids in decimal": { chainId: "decimal" },
  "chain ids as numbers": { chainId: "number" },
  "chain ids by CAIP-2": { chainId: "CAIP-2" },
  "chain ids in an object": { chainId: "object" },
  "signatures without 0x": { signature: "no-prefix" },
  "signatures in capitals": { signature: "capitals" },
  "signatures in an object": { signature: "object" },
  "signatures as a whole response": { signature: "response" },
  "declines in a text": { declines: "User rejected the request" },
  "declines as an internal error": { declines: { code: -32603, message: "User denied message signature" } },
  "declines below other errors": { declines: { code: -32000, data: { originalError: { code: 4001 } } } },
  "declines with a code in letters": { declines: { code: "ACTION_REJECTED", message: "" } },
  "declines by its closed window": { declines: { message: "Popup window was closed" } },
  "never answers what it does not know": { unknownHangs: true },
} as const satisfies Record<string, Temper>;

export type TemperName = keyof typeof TEMPERS;
