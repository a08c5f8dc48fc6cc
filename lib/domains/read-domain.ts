import "server-only";
import { domainToASCII } from "node:url";
import { parse } from "tldts";
import { wrongField } from "@/lib/errors";
import { DOMAIN_MAX } from "./limits";

/** A label as DNS registries give them out; `xn--` ones are checked by `domainToASCII`. */
const label = /^(?!-)[a-z\d-]{1,63}(?<!-)$/;

/**
 * A domain that somebody could own, in the spelling that DNS is asked for and that buyers see: lower-case ASCII (A-labels), so that a
 * name in look-alike letters is told from the one that it imitates.
 *
 * @param text a domain name, also with a dot at its end, in capitals, in any script, or as a URL
 * @throws AppError `invalid_input`: `domain_format` for what is no domain name, such as an IP address; `domain_suffix` for a
 *   suffix under which others register names, such as `co.uk` or `github.io`, and for one that nobody registers under
 */
export function readDomain(text: string): string {
  const [, host = ""] = /^(?:https?:\/\/)?([^/?#@:\s]+)(?::\d+)?(?:[/?#]\S*)?$/i.exec(text.trim()) ?? [];
  const name = domainToASCII(host.replace(/[.\u3002\uff0e\uff61]$/u, "")).toLowerCase();
  const labels = name.split(".");
  const isName =
    labels.length > 1 && name.length <= DOMAIN_MAX - "_filekiosk.".length && labels.every((part) => label.test(part));
  const read = parse(name, { allowPrivateDomains: true });
  if (!isName || read.isIp) {
    throw wrongField("invalid_input", "domain", "Write a domain name, such as example.org.", "domain_format");
  }
  if (read.domain === null || (!read.isIcann && !read.isPrivate)) {
    const words = "Nobody owns this name alone: others have names under it. Write your own, such as example.org.";
    throw wrongField("invalid_input", "domain", words, "domain_suffix");
  }
  return name;
}
