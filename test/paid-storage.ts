import { db } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { forgetPerProcess } from "@/lib/process";
import { resetSettings } from "@/lib/settings/settings";
import { randomAddress } from "./files";
import { uploadBytes } from "./uploads";

const names = [
  "STORAGE_PRICE",
  "STORAGE_PAY_TO",
  "STORAGE_MAX_DAYS",
  "STORAGE_FREE_ROOM",
  "SELLERS",
  "SELLER_QUOTA",
] as const;
type Changes = Partial<Record<(typeof names)[number], string>>;

/** Storage is paid for from now on: as the settings say, beside the changes. Without any, it is free again. */
export function setStorage(changes?: Changes): void {
  for (const name of names) delete process.env[name];
  const paid = { STORAGE_PRICE: "0.03", STORAGE_PAY_TO: `0x${"5".repeat(40)}`, SELLERS: "open" };
  Object.assign(process.env, changes === undefined ? { SELLERS: "open" } : { ...paid, ...changes });
  resetSettings();
  forgetPerProcess("free-room");
}

/** A finished upload, its last byte of `now`, and the days that somebody has paid for. */
export async function paidUpload(
  bytes: Buffer,
  { days, now, ...more }: { days: number | null; now: Date; paidForFileId?: string },
): Promise<{ uploadId: string; uploadToken: string }> {
  const { id: uploadId, token: uploadToken } = await uploadBytes(bytes, "file.bin", {
    "x-filekiosk-peer": randomAddress(),
  });
  await db().upload.update({ where: { id: uploadId }, data: { paidDays: days, finishedAt: now, ...more } });
  return { uploadId, uploadToken };
}

type Purchase = { kind: string; state: string; size: number; days: number; uploadId?: string; fileId?: string };

/** The row of a payment for storage, without its order. */
export async function addStoragePurchase(purchase: Purchase, createdAt: Date): Promise<string> {
  const orderId = newId();
  await db().storagePurchase.create({
    data: { orderId, offerId: newId(), ...purchase, size: BigInt(purchase.size), createdAt },
  });
  return orderId;
}
