import type { PrivateKeyAccount } from "viem/accounts";
import type { ShopSession } from "@/commands/shop-session";
import type { StorageTerms } from "@/lib/products/storage/schema";
import type { LocalFile } from "./local-file";
import type { SellOptions } from "./options";
import type { SaleNote, UnfinishedSale } from "./unfinished-sale";

/** One run of the command. */
export type Run = {
  options: SellOptions;
  file: LocalFile;
  account: PrivateKeyAccount;
  /** True for the demo's wallet. */
  isDemo: boolean;
  session: ShopSession;
  /** A new session of the same wallet, if that one has ended. */
  signInAgain(): Promise<ShopSession>;
  storage: StorageTerms;
  /** The hash of the server's terms, if this run accepts them. */
  acceptedTerms: string | undefined;
  note: SaleNote;
  /** As it is noted. */
  sale: UnfinishedSale;
};

/** Changes the sale, and notes it before anything else happens. */
export async function noteDown(run: Run, changes: Partial<UnfinishedSale>): Promise<void> {
  run.sale = { ...run.sale, ...changes };
  await run.note.write(run.sale);
}

/** For the person at the terminal; stdout is for the link. */
export function say(words: string): void {
  console.error(words);
}
