import { resetSettings } from "@/lib/settings/settings";
import { deploySafeContracts, type SafeContracts } from "./safe";
import { openShop, type Shop } from "./shop";

/** A shop that accepts wallets of Safe's factory before they are deployed (ERC-6492), until it is closed. */
export async function openSafeShop(): Promise<{ shop: Shop; safe: SafeContracts }> {
  const shop = await openShop();
  const safe = await deploySafeContracts(shop.chain);
  process.env.EIP6492_FACTORIES = safe.factory;
  resetSettings();
  async function close(): Promise<void> {
    delete process.env.EIP6492_FACTORIES;
    await shop.close();
  }
  return { shop: { ...shop, close }, safe };
}
