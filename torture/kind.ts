import type { PrivateKeyAccount } from "viem/accounts";
import type { Buyer } from "./buyer";
import type { AppName, World } from "./world";

/** The scene of one purchase. */
export type Scene = {
  world: World;
  buyer: Buyer;
  /** Puts somebody on the list of those who must not get a byte without paying. */
  thief(buyer: Buyer): void;
  /** One more person, with no money. */
  stranger(): Buyer;
};

/** Whether the fault hit its moment; called when the purchase has ended. */
export type Hit = () => boolean;

/** What the shop can lose gas to: plain keys, or payers with code and wallets that are made for one. */
export type Loss = "keys" | "coded";

export type Kind = {
  name: string;
  app: AppName;
  /** `reorganise` comes first and while nothing else happens; in all but `together` one event hits several buyers. */
  phase: "reorganise" | "crash" | "together" | "freeze";
  /** The file is changed meanwhile, so nobody else may buy it. */
  ownFile?: true;
  /** It is about files, or about payers who cannot sell: nobody pays for storage under this fault. */
  onlyFiles?: true;
  /** Seconds that the authorization stays valid; short where only its end can tell what became of it. */
  validFor?: number;
  /** Who pays: a new plain key by default. */
  payer?(world: World): Promise<PrivateKeyAccount>;
  /** Set when the payer only wants the gas account to lose money; from what his address holds when he asks. */
  wastes?: Loss;
  /** The first attempt to buy, with the fault. Afterwards the buyer comes back. */
  attempt(scene: Scene): Promise<Hit>;
};
