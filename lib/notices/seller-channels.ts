import "server-only";
import { db } from "@/lib/db/client";
import { AppError, wrongField } from "@/lib/errors";
import { takeLimit } from "@/lib/http/rate-limit";
import type { Locale } from "@/lib/i18n/locales";
import { newId } from "@/lib/ids";
import { notify } from "@/lib/outbox/notify";
import type { SellerNotice } from "@/lib/outbox/schema";
import { settings } from "@/lib/settings/settings";
import { rememberFirst } from "@/lib/typed-addresses/remember-first";
import { isUnsubscribed } from "@/lib/typed-addresses/unsubscribe";
import type { ChannelChange, ChannelList, ChannelView } from "./schema";
import { leaveAddressSchema } from "./schema";
import { webhookSecret } from "./webhook-secret";

/** Where a seller is told, and about what. */
export async function readChannels(sellerId: string): Promise<ChannelList> {
  const rows = await db().sellerChannel.findMany({ where: { sellerId }, orderBy: { kind: "asc" } });
  return { canEmail: settings().smtpUrl !== undefined, channels: rows.map(toView) };
}

type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof db>["sellerChannel"]["findFirst"]>>>;

function toView({ id, kind, target, notices, confirmedAt, stoppedAt, createdAt }: Row): ChannelView {
  // Stopped from the start: its owner had unsubscribed before, which is nobody else's business.
  const isStopped = stoppedAt !== null && stoppedAt.getTime() !== createdAt.getTime();
  const waits = kind === "email" && confirmedAt === null;
  return {
    kind: kind as ChannelView["kind"],
    target,
    notices: notices.split(",").filter(Boolean) as SellerNotice[],
    state: isStopped ? "stopped" : waits ? "waits" : "on",
    secret: kind === "webhook" ? webhookSecret(id) : null,
  };
}

/**
 * Changes one channel. A new e-mail address gets one message, with a link that confirms it, unless its owner has unsubscribed; a
 * new target is a new channel with a secret of its own.
 *
 * @param sender `locale`: the language of its messages; `network`: where the request comes from, as limits count it
 * @throws AppError `invalid_input`; `too_many_requests` for too many new e-mail addresses
 */
export async function changeChannel(
  sellerId: string,
  change: ChannelChange,
  { locale, network }: { locale: Locale; network: string },
  now: Date,
): Promise<ChannelList> {
  const { kind, notices } = change;
  const where = { sellerId_kind: { sellerId, kind } };
  const before = await db().sellerChannel.findUnique({ where });
  if (change.target === "") {
    await db().sellerChannel.deleteMany({ where: { sellerId, kind } });
    return readChannels(sellerId);
  }
  const target = readTarget(change);
  const chosen = { notices: [...new Set(notices)].join(","), locale };
  const isUnwanted = kind === "email" && (await isUnsubscribed(db(), target));
  if (before?.target === target && (before.stoppedAt === null || isUnwanted)) {
    await db().sellerChannel.update({ where, data: chosen });
    return readChannels(sellerId);
  }
  if (kind === "email") await limitNewAddresses(sellerId, network);
  await db().$transaction(async (tx) => {
    await tx.sellerChannel.deleteMany({ where: { sellerId, kind } });
    const id = newId();
    if (kind === "email") await rememberFirst(tx, { id, email: target, orderId: null }, now);
    const isStopped = kind === "email" && (await isUnsubscribed(tx, target));
    const stoppedAt = isStopped ? now : null;
    await tx.sellerChannel.create({ data: { id, sellerId, kind, target, ...chosen, stoppedAt, createdAt: now } });
    if (kind === "email" && !isStopped) await notify(tx, { kind: "channel-added", channelId: id }, now);
  });
  return readChannels(sellerId);
}

/** Each may be somebody else's, and another seller is only another wallet. */
async function limitNewAddresses(sellerId: string, network: string): Promise<void> {
  await takeLimit("newAddress", `seller ${sellerId}`);
  await takeLimit("leaveAddress", network);
}

function readTarget({ kind, target }: ChannelChange): string {
  if (kind === "email") {
    if (!settings().smtpUrl) throw new AppError("invalid_input", { detail: "This server sends no e-mail." });
    const { data } = leaveAddressSchema.shape.email.safeParse(target);
    if (data) return data.toLowerCase();
    throw wrongField("invalid_input", "target", "Write an e-mail address.", "contact_email");
  }
  const url = URL.canParse(target) ? new URL(target) : null;
  const isPlain = url?.protocol === "http:" && settings().outboundAllow.length > 0;
  if (!url || (url.protocol !== "https:" && !isPlain)) {
    throw wrongField("invalid_input", "target", "Write a URL that begins with https://.", "contact_address");
  }
  if (kind === "ntfy" && !/^\/[-_A-Za-z0-9]{1,64}$/.test(url.pathname)) {
    throw wrongField(
      "invalid_input",
      "target",
      "Write the URL of a topic, such as https://ntfy.sh/my-topic.",
      "contact_address",
    );
  }
  return url.href;
}
