import { z } from "zod";
import { addressSchema } from "@/lib/payment-methods/evm/chain/schema";

/** `POST /api/devnet/faucet`; the route exists on the devnet only. Shared with the browser. */
export const faucetSchema = z.strictObject({ address: addressSchema });

export type FaucetResult = {
  /** What was given, in atomic units. */
  amount: string;
  /** Exact USD, such as "10.00". */
  formatted: string;
  symbol: string;
  transaction: string;
};
