import "server-only";
import { createHmac } from "node:crypto";
import { db, type Tx } from "@/lib/db/client";
import { hashSecret, newId } from "@/lib/ids";
import { derivedKeys } from "@/lib/settings/derived-key";
import { createSiblingGrant, findKeys, type GrantRow } from "./grant";

/** Keys of one payment beyond which a client that signs again gets one that exists, whatever it chose. */
const MOST_CHOSEN = 10;

type Key = { grant: GrantRow; claimToken: string };

/**
 * A claim token for the payer of a grant, who has just signed. A client that chose one gets that. Otherwise, and once a payment
 * has many, it is the same at every signature: default x402 clients sign at each call, and one payment must neither
 * collect keys without end nor lose the links that somebody saved. `endOthers` of a recovery link ends it like the others.
 *
 * @param take called with the hash of a token that is about to be stored: it throws if that opens something else
 */
export function keyOfPayer(
  standing: GrantRow,
  chosen: string | null,
  now: Date,
  take: (tx: Tx, tokenHash: string) => Promise<void>,
): Promise<Key> {
  return db().$transaction(async (tx) => {
    const keys = await findKeys(tx, standing);
    if (chosen !== null && keys.length < MOST_CHOSEN) {
      await take(tx, hashSecret(chosen));
      return { grant: await createSiblingGrant(tx, standing, chosen, now), claimToken: chosen };
    }
    return findCommon(keys) ?? (await makeCommon(tx, standing, now));
  });
}

/** One whose token follows from its id. Its hash is stored like any other, so it ends like any other. */
function findCommon(keys: GrantRow[]): Key | undefined {
  for (const grant of keys) {
    const claimToken = tokensFor(grant.id).find((token) => hashSecret(token) === grant.tokenHash);
    if (claimToken) return { grant, claimToken };
  }
}

async function makeCommon(tx: Tx, standing: GrantRow, now: Date): Promise<Key> {
  const id = newId();
  const [claimToken = ""] = tokensFor(id);
  return { grant: await createSiblingGrant(tx, standing, claimToken, now, id), claimToken };
}

/** By each session secret, the current one first. Whoever has such a secret and the id can make tickets as well. */
function tokensFor(id: string): string[] {
  return derivedKeys("claim token").map((key) => createHmac("sha256", key).update(id).digest("base64url"));
}
