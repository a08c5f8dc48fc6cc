import { expect, it } from "vitest";
import type { SoldFile } from "../e2e/seller";
import { seeded } from "../test/random";
import { Buyer } from "./buyer";
import { judge } from "./judge";
import type { Oracle, Transfer } from "./oracle";
import type { World } from "./world";

/** Somebody of whom the shop has said nothing, so that the chain and the bytes alone are judged. */
function buyerWith(held: string[]): Buyer {
  const buyer = new Buyer({} as World, {} as SoldFile, "remote", "signs-anew", seeded(1), 120);
  for (const id of held) buyer.served.add(id);
  return buyer;
}

function charged(buyer: Buyer, times: number): Transfer[] {
  const from = buyer.account.address.toLowerCase();
  const one = { from, to: "0x1", amount: 1n, nonce: null, blockNumber: 1n, standing: true };
  return Array.from({ length: times }, (_, at) => ({ ...one, transaction: `0x${at}` }));
}

it.each<[charges: number, held: string[], broken: string[]]>([
  [1, ["a"], []],
  // One header that bought b without an answer, and a new one for a.
  [2, ["a", "b"], []],
  [2, ["a"], ["charged more than once"]],
  [3, ["a", "b"], ["charged more than once"]],
  [1, [], ["paid without access"]],
  [2, [], ["paid without access", "charged more than once"]],
  [1, ["a", "b"], ["access without payment"]],
])("of %i charges, with %j in hand", async (charges, held, broken) => {
  const buyer = buyerWith(held);
  const verdict = await judge(buyer, [], charged(buyer, charges), {} as Oracle);
  expect(verdict).toEqual({ broken, served: held.length > 0, charges });
});
