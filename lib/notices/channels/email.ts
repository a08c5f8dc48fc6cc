import "server-only";
import { once } from "node:events";
import { connect, isIP, type Socket } from "node:net";
import { createTransport } from "nodemailer";
import { SECOND } from "@/lib/clock";
import { type Message, Refused, type Target } from "@/lib/notices/message";
import { isPublicAddress } from "@/lib/outbound/public-address";
import { settings } from "@/lib/settings/settings";
import { htmlOf, textOf } from "./mail-body";

/** For one message, from the connection to the server's last answer (ms). */
const TIMEOUT = 30 * SECOND;

/**
 * Sends one e-mail, plain text beside HTML, over a connection of its own. Its Message-ID is made of the delivery's id, so that a
 * mail that was sent twice shows it.
 *
 * @param timeout ms, after which the connection is cut whatever the server does
 * @throws Refused when the server will never take it; the connection's error
 */
export async function sendEmail(id: string, target: Target, message: Message, timeout = TIMEOUT): Promise<void> {
  const { smtpUrl, mailFrom, appUrl } = settings();
  if (!smtpUrl || !mailFrom) throw new Error("SMTP_URL is not set.");
  const server = new URL(smtpUrl);
  const secure = server.protocol === "smtps:";
  const port = Number(server.port) || (secure ? 465 : 587);
  const socket = connect(port, server.hostname.replace(/^\[|\]$/g, ""));
  const late = setTimeout(() => socket.destroy(new Error("The mail server took too long.")), timeout);
  const cut = new Promise<never>((_, reject) => {
    socket.once("close", () => reject(new Error("The mail server ended the connection, or took too long.")));
    socket.on("error", reject);
  });
  cut.catch(() => {});
  try {
    await once(socket, "connect");
    const transport = createTransport({
      ...accountOf(server),
      connection: socket,
      host: server.hostname,
      port,
      secure,
      // A password must not cross the internet in the open, whatever somebody on the way makes of the server's words.
      requireTLS: !secure && isFarAway(socket),
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const sent = transport.sendMail({
      from: mailFrom,
      to: { name: "", address: target.to },
      subject: message.subject,
      text: textOf(message),
      html: htmlOf(message),
      messageId: `<${id}@${new URL(appUrl).hostname}>`,
      headers: { "Auto-Submitted": "auto-generated", ...unsubscribeHeaders(message) },
    });
    await Promise.race([sent, cut]);
  } catch (error) {
    throw isForGood(error) ? new Refused(shortened(error), true) : new Error(shortened(error));
  } finally {
    clearTimeout(late);
    socket.destroy();
  }
}

function accountOf({ username, password }: URL) {
  return username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {};
}

function isFarAway({ remoteAddress = "" }: Socket): boolean {
  return isIP(remoteAddress) === 0 || isPublicAddress(remoteAddress);
}

/** RFC 8058. */
function unsubscribeHeaders({ unsubscribe }: Message): Record<string, string> {
  if (!unsubscribe) return {};
  return {
    "List-Unsubscribe": `<${unsubscribe.oneClickUrl}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  };
}

/** The mailbox itself was refused, and not only for now (RFC 5321, 4.2.1). */
function isForGood(error: unknown): boolean {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  return code === "EENVELOPE" && (responseCode ?? 0) >= 550 && (responseCode ?? 0) < 554;
}

/** Without addresses: servers repeat them in their answers, and this goes to the log and the database. */
function shortened(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .replaceAll(/\S+@\S+/g, "[address]")
    .replaceAll(/\s+/g, " ")
    .slice(0, 200);
}
