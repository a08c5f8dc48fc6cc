import "server-only";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { systemClock } from "@/lib/clock";
import { type FileForSale, findFile } from "@/lib/products/files/find-file";
import { readSession } from "@/lib/sign-in/seller-session";

/** The file of a page that is for its signed-in seller only; anybody else gets the page for what does not exist. */
export async function ownFileOfPage(fileId: string): Promise<{ file: FileForSale; now: Date }> {
  const now = systemClock.now();
  const [file, session] = await Promise.all([findFile(fileId, now), readSession((await headers()).get("cookie"), now)]);
  if (!file || file.sellerId !== session?.sellerId) notFound();
  return { file, now };
}
