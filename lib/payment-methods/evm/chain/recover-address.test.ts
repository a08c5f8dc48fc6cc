import { randomBytes } from "node:crypto";
import { concatHex, type Hex, numberToHex, toHex, recoverAddress as viemRecovers } from "viem";
import { generatePrivateKey, privateKeyToAddress, sign } from "viem/accounts";
import { describe, expect, it } from "vitest";
import { recoverAddress } from "./recover-address";

/** The order of the curve's group. */
const N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

const random = (bytes = 32) => toHex(randomBytes(bytes));
const word = (number: bigint) => numberToHex(number, { size: 32 });
const compact = (r: Hex, s: Hex, v: number) => concatHex([r, s, numberToHex(v, { size: 1 })]);

async function byViem(hash: Hex, signature: Hex): Promise<string | null> {
  const found = await viemRecovers({ hash, signature }).catch(() => null);
  return found?.toLowerCase() ?? null;
}

async function expectSame(hash: Hex, signature: Hex) {
  const found = await recoverAddress(hash, signature);
  expect({ hash, signature, found }).toEqual({ hash, signature, found: await byViem(hash, signature) });
  return found;
}

describe("recoverAddress", () => {
  it("finds the signer, and for another hash somebody else", async () => {
    for (let round = 0; round < 300; round += 1) {
      const [privateKey, hash] = [generatePrivateKey(), random()];
      const signature = await sign({ hash, privateKey, to: "hex" });
      const address = privateKeyToAddress(privateKey).toLowerCase();
      expect(await recoverAddress(hash, signature)).toBe(address);
      expect(await recoverAddress(random(), signature)).not.toBe(address);
    }
  });

  it("says the same as viem of a thousand random signatures, of which most are nobody's", async () => {
    const found = new Set<string | null>();
    for (let round = 0; round < 1_000; round += 1) {
      found.add(await expectSame(random(), compact(random(), random(), [0, 1, 27, 28][round % 4] ?? 0)));
    }
    // About half have no point at r.
    expect(found.has(null)).toBe(true);
    expect(found.size).toBeGreaterThan(300);
  }, 120_000);

  it("says the same of an s in the upper half, and of each v", async () => {
    const [privateKey, hash] = [generatePrivateKey(), random()];
    const { r, s } = await sign({ hash, privateKey });
    for (const half of [s, word(N - BigInt(s))]) {
      for (let v = 0; v < 256; v += 1) await expectSame(hash, compact(r, half, v));
    }
  });

  it("says the same at the edges of r, s and the hash", async () => {
    const { r, s } = await sign({ hash: random(), privateKey: generatePrivateKey() });
    const edges = [0n, 1n, N - 1n, N, N + 1n, 2n ** 256n - 1n].map(word);
    for (const edge of edges) {
      for (const v of [27, 28]) {
        await expectSame(random(), compact(edge, s, v));
        await expectSame(random(), compact(r, edge, v));
        await expectSame(edge, compact(r, s, v));
      }
    }
  });

  it("finds nobody where the key would be the point at infinity", async () => {
    // R = kG, s = z / r: then the key (sR - zG) / r is nothing times G for k = 1 and s = z.
    const gx = 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n;
    for (const v of [27, 28]) await expectSame(word(7n), compact(word(gx), word(7n), v));
    expect(await recoverAddress(word(7n), compact(word(gx), word(7n), 27))).toBe(null);
  });

  it("finds nobody in anything that has not 65 bytes", async () => {
    const signature = await sign({ hash: random(), privateKey: generatePrivateKey(), to: "hex" });
    for (const other of ["0x", signature.slice(0, 130), `${signature}00`, `${signature}${"00".repeat(65)}`]) {
      expect(await expectSame(random(), other as Hex)).toBe(null);
    }
  });
});
