/** Where notices are sent, and what may be reached on the way. Pure. No message repeats a value: URLs hold passwords. */

import { isIP } from "node:net";
import { z } from "zod";
import { splitList, text } from "./text";
import { readServiceUrl } from "./urls";

export const emailAddress = z.email("has to be an e-mail address.").max(254, "is longer than 254 characters.");

/** `Name <address>` or an address. */
export const mailFrom = text((value) => {
  const [, address = value] = /<([^<>]+)>$/.exec(value) ?? [];
  if (/[\r\n]/.test(value) || !emailAddress.safeParse(address.trim()).success) {
    throw new Error("has to be an e-mail address, or a name with one: My shop <shop@example.org>.");
  }
  return value;
});

export const smtpUrl = text((value) => {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !["smtp:", "smtps:"].includes(url.protocol) || !url.hostname) {
    throw new Error(
      "has to begin with smtp:// (STARTTLS) or smtps://, such as smtps://user:password@mail.example.org.",
    );
  }
  return url.href;
});

/** A topic of an ntfy server: the server's URL and one word. */
export const ntfyUrl = text((value) => {
  const url = new URL(readServiceUrl(value));
  if (!/^\/[-_A-Za-z0-9]{1,64}$/.test(url.pathname)) {
    throw new Error("has to be the URL of a topic, such as https://ntfy.example.org/my-topic.");
  }
  return url.href;
});

export const addressRanges = text((value) => {
  const ranges = splitList(value);
  if (ranges.some((range) => !isRange(range))) {
    throw new Error("has to list ranges of addresses, such as 10.0.0.0/8 fd00::/8 192.168.1.5/32.");
  }
  return ranges;
});

export const nameServers = text((value) => {
  const servers = splitList(value);
  if (servers.some((server) => !isServer(server))) {
    throw new Error("has to list addresses of name servers, such as 9.9.9.9 [2620:fe::fe]:53.");
  }
  return servers;
});

/** An IP address, or one with a port; IPv6 then in brackets. */
function isServer(text: string): boolean {
  if (isIP(text) !== 0) return true;
  const [, six, four, port] = /^(?:\[([^\]]+)\]|([\d.]+)):(\d{1,5})$/.exec(text) ?? [];
  return isIP(six ?? four ?? "") !== 0 && Number(port) > 0 && Number(port) < 65_536;
}

function isRange(text: string): boolean {
  const [, address = "", bits = ""] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const version = isIP(address);
  return version !== 0 && Number(bits) <= (version === 6 ? 128 : 32);
}

export const language = z.enum(["en", "fr", "ar"], "has to be en, fr or ar.");
