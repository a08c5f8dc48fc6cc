import { hashMessage } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { expect, it } from "vitest";
import { SPELLINGS, spell } from "@/test/spellings";
import { canonicalSignature } from "./canonical-signature";

const account = privateKeyToAccount(generatePrivateKey());
const hash = async () => hashMessage("this");

it.each(SPELLINGS)("makes one form of %s", async (name) => {
  const signature = await account.signMessage({ message: "this" });
  expect(await canonicalSignature(spell(signature, name), { address: account.address, hash })).toBe(signature);
});

it("leaves what a contract wallet may mean otherwise as it is", async () => {
  const { address } = privateKeyToAccount(generatePrivateKey());
  const signature = await account.signMessage({ message: "this" });
  const others = [
    spell(signature, "v 0 or 1"),
    spell(signature, "compact (EIP-2098)"),
    `0x${"00".repeat(200)}`,
    "0x",
  ] as const;
  for (const other of others) expect(await canonicalSignature(other, { address, hash })).toBe(other);
});
