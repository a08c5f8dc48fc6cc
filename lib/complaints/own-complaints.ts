import "server-only";
import { findOwnPayment } from "@/lib/buyers/own-payment";
import { db } from "@/lib/db/client";
import type { Credentials } from "@/lib/products/files/access/find-access";
import type { BuyerSession } from "@/lib/sign-in/buyer-session";
import type { OwnComplaints } from "./schema";
import { COMPLAINTS_IN_ALL, findPaidAccess } from "./send-complaint";

/**
 * What a buyer wrote to the seller about a file, and what the seller answered, from a request with paid access.
 *
 * @throws AppError `file_not_found`; `payment_not_found` without paid access
 */
export async function ownComplaintsByAccess(fileId: string, shown: Credentials, now: Date): Promise<OwnComplaints> {
  return read((await findPaidAccess(fileId, shown, now)).id);
}

/**
 * The same for a payer who is signed in to "My purchases".
 *
 * @throws AppError `payment_not_found`
 */
export async function ownComplaintsOfPayer(buyer: BuyerSession, paymentId: string): Promise<OwnComplaints> {
  return read((await findOwnPayment(buyer, paymentId)).id);
}

async function read(orderId: string): Promise<OwnComplaints> {
  const rows = await db().complaint.findMany({
    where: { orderId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: COMPLAINTS_IN_ALL,
  });
  return {
    complaints: rows.map(({ id, text, createdAt, reply, repliedAt }) => ({
      id,
      text,
      sentAt: createdAt.toISOString(),
      reply,
      repliedAt: repliedAt?.toISOString() ?? null,
    })),
  };
}
