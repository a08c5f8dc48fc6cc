import "server-only";
import { Resolver } from "node:dns/promises";
import { SECOND } from "@/lib/clock";
import { settings } from "@/lib/settings/settings";

/** For one question and its repetition (ms), and for all of it. */
const TRY = 2 * SECOND;
const TRIES = 2;
const DEADLINE = 6 * SECOND;
/** Records and characters that are looked at. A name made for one purpose has few. */
const MAX_RECORDS = 32;
const MAX_LENGTH = 1_024;

/**
 * What DNS says. `none`: it has answered, and there is no such record. `failed`: it has not answered, or nothing usable; whether there
 * is a record is not known.
 */
export type TxtAnswer = { kind: "found"; texts: string[] } | { kind: "none" } | { kind: "failed"; why: string };

/** No such name; a name without such records, also one that leads in a circle. */
const none = new Set(["ENOTFOUND", "ENODATA"]);

/**
 * Asks the operator's name servers for the TXT records of a name that somebody else gave. Never throws.
 *
 * @param name lower-case ASCII, without a dot at its end
 * @returns each record's strings joined (RFC 1035, section 3.3.14; RFC 7208, section 3.3)
 */
export async function readTxt(name: string): Promise<TxtAnswer> {
  const resolver = new Resolver({ timeout: TRY, tries: TRIES });
  const { dnsServers } = settings();
  if (dnsServers.length > 0) resolver.setServers(dnsServers);
  // A server that answers each question with a little more would otherwise keep it going.
  const late = setTimeout(() => resolver.cancel(), DEADLINE);
  try {
    // With the dot, no search domain of this machine is tried.
    const records = await resolver.resolveTxt(`${name}.`);
    if (records.length > MAX_RECORDS) return { kind: "failed", why: "too many records" };
    const texts = records.map((strings) => strings.join("")).filter((text) => text.length <= MAX_LENGTH);
    return texts.length > 0 ? { kind: "found", texts } : { kind: "none" };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    return none.has(code) ? { kind: "none" } : { kind: "failed", why: code };
  } finally {
    clearTimeout(late);
  }
}
