/**
 * The table of settings: each one's parser, default, description, and whether it is a secret. The checks at the start,
 * `.env.example` and docs/operate/settings.md come from it.
 */

import type { z } from "zod";
import { law } from "./law";
import { limits } from "./limits";
import { neededToSell } from "./needed-to-sell";
import { notices } from "./notices";
import { pay } from "./pay";
import { places } from "./places";
import { scanning } from "./scanning";
import { settling } from "./settling";
import { storage } from "./storage";
import { whoAndWhat } from "./who-and-what";
import { withoutWallet } from "./without-wallet";

/** In the order of the documentation. */
export const groups = {
  "Needed to sell": neededToSell,
  "How payments are settled": settling,
  "Where things are": places,
  Limits: limits,
  "Paid storage": storage,
  "Scanning for malware": scanning,
  "Who and what": whoAndWhat,
  "Without a wallet, or without money in it": withoutWallet,
  "Law and privacy": law,
  "Being told": notices,
  "Only for `npm run pay` and `npm run doctor -- --sale`": pay,
} as const;

export const table = {
  ...neededToSell,
  ...settling,
  ...places,
  ...limits,
  ...storage,
  ...scanning,
  ...whoAndWhat,
  ...withoutWallet,
  ...law,
  ...notices,
  ...pay,
};

export type Table = typeof table;
export type SettingName = keyof Table;
/** Settings per chain: `RPC_URL_<chain id>`. */
export type ChainSettingName = Extract<SettingName, `${string}_<chain id>`>;
export type PlainSettingName = Exclude<SettingName, ChainSettingName>;

/** The parsed type of a setting. */
export type ValueOf<Name extends SettingName> = z.output<Table[Name]["parser"]>;
