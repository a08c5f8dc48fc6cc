import type { Hit, Kind, Scene } from "./kind";
import { mustSign } from "./kinds-network";
import type { World } from "./world";

/** A wallet that is a contract and stands on the chain already. */
export async function deployedSafe({ safe }: World) {
  const wallet = await safe.newWallet();
  await wallet.deploy();
  return wallet;
}

/** Honest payers whose wallet is a contract: they have to be served while others waste what is kept for their kind. */
export const walletKinds: readonly Kind[] = [
  {
    name: "wallet: a Safe buys",
    app: "embedded",
    phase: "together",
    payer: deployedSafe,
    onlyFiles: true,
    async attempt(scene: Scene): Promise<Hit> {
      const { buyer } = scene;
      await buyer.present(await mustSign(scene));
      return () => buyer.served.size > 0;
    },
  },
];
