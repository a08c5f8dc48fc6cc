import "server-only";
import type { Message, Target } from "@/lib/notices/message";
import { postOutside, readTarget } from "@/lib/outbound/post-outside";

/**
 * Publishes to an ntfy topic as JSON (https://docs.ntfy.sh/publish/#publish-as-json). A repeated attempt has the same
 * `sequence_id`, with which ntfy replaces the first message instead of showing a second one.
 *
 * @throws OutboundError or the connection's error
 */
export async function sendNtfy(id: string, target: Target, message: Message): Promise<void> {
  const url = readTarget(target.to);
  const topic = url.pathname.slice(1);
  const body = JSON.stringify({
    topic,
    sequence_id: id,
    title: message.subject,
    message: message.paragraphs.join("\n"),
    ...(message.isUrgent ? { priority: 4 } : {}),
    ...(message.action ? { click: message.action.url } : {}),
  });
  url.pathname = "/";
  url.search = "";
  const { status } = await postOutside(url.href, body, {
    isOperators: target.isOperators,
    headers: { "Content-Type": "application/json", "User-Agent": "Filekiosk" },
  });
  if (status < 200 || status > 299) throw new Error(`The ntfy server answered ${status}.`);
}
