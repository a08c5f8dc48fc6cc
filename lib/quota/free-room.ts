import "server-only";
import { SECOND } from "@/lib/clock";
import type { Db, Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { perProcess } from "@/lib/process";
import { settings } from "@/lib/settings/settings";
import { freeAddresses } from "./stores-free";
import { UNPAID_SAMPLE } from "./unpaid-sample";

/** How long a sum may be shown, or refuse somebody (ms): strangers must not have all files added up at each request. */
const SHOWN_FOR = 10 * SECOND;
/** The last tenth of the room is given exactly. */
const PLENTY = 10n;

/**
 * The bytes that may still be stored without paying, by all sellers together who do not store for free (rule 11), as of a few
 * seconds ago; 0 where nothing may, or where storage is free.
 */
export async function readFreeRoom(client: Db | Tx): Promise<bigint> {
  const total = totalRoom();
  if (total === 0n) return 0n;
  const left = total - (recentSum() ?? (await addUp(client)));
  return left > 0n ? left : 0n;
}

/**
 * Whether so many bytes more fit. Inside the transaction that adds them, so that two at once cannot both take the last of it.
 * Where much is left all files are not added up again: what this process may have added since is known.
 */
export async function fitsIntoFreeRoom(tx: Tx, bytes: bigint): Promise<boolean> {
  const total = totalRoom();
  const recent = recentSum();
  if (total === 0n || (recent ?? 0n) + bytes > total) return false;
  const room = measured();
  const isPlenty = recent !== null && recent + room.added + bytes < total - total / PLENTY;
  const fits = isPlenty || (await addUp(tx)) + bytes <= total;
  if (fits) room.added += bytes;
  return fits;
}

function totalRoom(): bigint {
  const { storage, sellers } = settings();
  return BigInt(storage === null || sellers !== "open" ? 0 : storage.freeRoom);
}

const measured = () => perProcess("free-room", () => ({ sum: 0n, added: 0n, at: 0 }));

function recentSum(): bigint | null {
  const { sum, at } = measured();
  return Date.now() - at < SHOWN_FOR ? sum : null;
}

/** Adds up the versions of files that nobody pays for, and their samples, by indexes alone. Files that are paid for cost nothing. */
async function addUp(client: Db | Tx): Promise<bigint> {
  const free = freeAddresses();
  const others = `AND s."address" NOT IN (${free.map(() => "?").join(", ")})`;
  const [[sum] = []] = (await prepared(client).all(`${SUM} ${others}`, free, ["BigInt"])) as (bigint | null)[][];
  const [[samples] = []] = (await prepared(client).all(`${SAMPLES} ${others}`, free, ["BigInt"])) as (
    | bigint
    | null
  )[][];
  const total = (sum ?? 0n) + (samples ?? 0n);
  Object.assign(measured(), { sum: total, added: 0n, at: Date.now() });
  return total;
}

const SUM = `
  SELECT SUM(v."size")
    FROM "File" f JOIN "Creator" s ON s."id" = f."creatorId" JOIN "FileVersion" v ON v."fileId" = f."id"
    WHERE f."bytesGone" = FALSE AND f."keptUntil" IS NULL AND v."bytesGoneAt" IS NULL AND v."bundled" = FALSE AND s."quotaBytes" IS NULL`;

const SAMPLES = `
  SELECT SUM(p."size")
    FROM "Picture" p JOIN "File" f ON f."id" = p."fileId" JOIN "Creator" s ON s."id" = f."creatorId"
    WHERE p."kind" = 'sample' AND p."state" = 'shown' AND ${UNPAID_SAMPLE} AND s."quotaBytes" IS NULL`;
