import { randomBytes } from "node:crypto";
import { generatePrivateKey } from "viem/accounts";
import { closeDb } from "../lib/db/client";
import { resetSettings } from "../lib/settings/settings";
import { appUrl } from "./shop-pages";

/**
 * Opens the data of the journeys' shop beside its server, for what no page and no route can do, such as showing content that no
 * program has read.
 *
 * @returns closes it
 */
export function openShopData(): () => Promise<void> {
  const dataDir = process.env.E2E_DATA_DIR ?? "";
  Object.assign(process.env, {
    APP_URL: appUrl(),
    DATA_DIR: dataDir,
    DATABASE_URL: `file:${dataDir}/filekiosk.db`,
    NETWORKS: "eip155:31337",
    RPC_URL_31337: process.env.E2E_RPC_URL,
    // Nothing is signed and paid from here.
    GAS_KEY: generatePrivateKey(),
    SESSION_SECRET: randomBytes(32).toString("hex"),
  });
  resetSettings();
  return closeDb;
}
