import type { Buyer } from "./buyer";
import { clientKinds } from "./kinds-client";
import { crashKinds } from "./kinds-crash";
import { moneyKinds } from "./kinds-money";
import { nodeKinds, remoteKinds } from "./kinds-network";
import type { Oracle } from "./oracle";
import type { AppName, World } from "./world";

/** The scene of one purchase. */
export type Scene = {
  world: World;
  buyer: Buyer;
  oracle: Oracle;
  /** Puts somebody on the list of those who must not get a byte without paying. */
  thief(buyer: Buyer): void;
  /** One more person, with no money. */
  stranger(): Buyer;
};

/** Whether the fault met the moment it was made for; asked when the purchase is over. */
export type Hit = () => boolean;

export type Kind = {
  name: string;
  app: AppName;
  /** `crash` comes first and several buyers at once; `alone` comes last and one after the other. */
  phase: "crash" | "together" | "alone";
  /** The file is changed meanwhile, so nobody else may buy it. */
  ownFile?: true;
  /** Seconds that the authorization stays valid; short where only its end can tell what became of it. */
  validFor?: number;
  /** The first try to buy, with the fault in it. Afterwards the buyer comes back. */
  attempt(scene: Scene): Promise<Hit>;
};

export const kinds: readonly Kind[] = [...crashKinds, ...nodeKinds, ...remoteKinds, ...clientKinds, ...moneyKinds];
