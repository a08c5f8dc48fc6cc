import "server-only";
import { db } from "@/lib/db/client";
import { AppError, wrongField } from "@/lib/errors";
import { takeLimit } from "@/lib/http/rate-limit";
import type { Locale } from "@/lib/i18n/locales";
import { newId } from "@/lib/ids";
import { notify } from "@/lib/outbox/notify";
import type { SellerNotice } from "@/lib/outbox/schema";
import { settings } from "@/lib/settings/settings";
import type { ChannelChange, ChannelList, ChannelView } from "./schema";
import { leaveAddressSchema } from "./schema";
import { webhookSecret } from "./webhook-secret";

/** Where a seller is told, and about what. */
export async function readChannels(sellerId: string): Promise<ChannelList> {
  const rows = await db().sellerChannel.findMany({ where: { sellerId }, orderBy: { kind: "asc" } });
  return { canEmail: settings().smtpUrl !== undefined, channels: rows.map(toView) };
}

type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof db>["sellerChannel"]["findFirst"]>>>;

function toView({ id, kind, target, notices, confirmedAt, stoppedAt }: Row): ChannelView {
  const waits = kind === "email" && confirmedAt === null;
  return {
    kind: kind as ChannelView["kind"],
    target,
    notices: notices.split(",").filter(Boolean) as SellerNotice[],
    state: stoppedAt ? "stopped" : waits ? "waits" : "on",
    secret: kind === "webhook" ? webhookSecret(id) : null,
  };
}

/**
 * Changes one channel. A new e-mail address gets one message, with a link that confirms it; a new target is a new channel with a
 * secret of its own.
 *
 * @param locale the language of its messages
 * @throws AppError `invalid_input`; `too_many_requests` for too many new e-mail addresses
 */
export async function changeChannel(
  sellerId: string,
  change: ChannelChange,
  locale: Locale,
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
  if (before?.target === target && before.stoppedAt === null) {
    await db().sellerChannel.update({ where, data: chosen });
    return readChannels(sellerId);
  }
  if (kind === "email") await limitNewAddress(sellerId, target);
  await db().$transaction(async (tx) => {
    await tx.sellerChannel.deleteMany({ where: { sellerId, kind } });
    const row = await tx.sellerChannel.create({
      data: { id: newId(), sellerId, kind, target, ...chosen, createdAt: now },
    });
    if (kind === "email") await notify(tx, { kind: "channel-added", channelId: row.id }, now);
  });
  return readChannels(sellerId);
}

/** Somebody else's address gets few messages, however many sellers enter it. */
async function limitNewAddress(sellerId: string, address: string): Promise<void> {
  await takeLimit("newAddress", `seller ${sellerId}`);
  await takeLimit("newAddress", `address ${address.toLowerCase()}`);
}

function readTarget({ kind, target }: ChannelChange): string {
  if (kind === "email") {
    if (!settings().smtpUrl) throw new AppError("invalid_input", { detail: "This server sends no e-mail." });
    const { data } = leaveAddressSchema.shape.email.safeParse(target);
    if (data) return data;
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
