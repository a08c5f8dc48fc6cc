import "server-only";
import type { IncomingMessage } from "node:http";
import { DAY } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import type { FileVersion } from "@/lib/files/version";
import { isBlindPart } from "@/lib/http/blind-part";
import { arePreconditionsMet, validatorsOf } from "@/lib/http/preconditions";
import type { Granted } from "@/lib/payments/flow/outcome";

/** After a replacement, part of a file is taken for the old one's by whoever does not say otherwise for this long (ms). */
const REPLACED_LATELY = 30 * DAY;

/**
 * Which bytes answer a request that may have the file. Who continues with a download and says neither with which
 * version (`?version=`) nor with which bytes gets no others than those that were sent before.
 *
 * @param named true when the address names the version
 * @throws AppError `precondition_failed` where it is not known which those were. Not the whole, though a server may ignore
 *   a range: wget 1.21 would leave the beginning out and add the rest to what it has
 */
export function versionToSend(
  { method, headers }: Pick<IncomingMessage, "method" | "headers">,
  granted: Granted,
  { named, now }: { named: boolean; now: Date },
): FileVersion {
  const { version } = granted;
  const validators = validatorsOf({ etag: version.sha256, lastModified: version.createdAt });
  if (method !== "GET" || named || !isBlindPart(headers)) return version;
  if (!arePreconditionsMet(headers, validators)) return version;
  const sent = versionToGoOnWith(granted, now);
  if (sent) return sent;
  throw new AppError("precondition_failed", {
    detail:
      "The seller has replaced this file, and a part of it was asked for that may belong to another version. Download it " +
      `anew, send If-Range or If-Match, or name the version: ?version=${version.number} is the newest.`,
    headers: validators,
  });
}

/**
 * Of which version a part is that names none: of the one that this key was last sent, so that it fits what is there
 * already. Null where that is not known, or gone.
 */
function versionToGoOnWith({ version, versions, grant }: Granted, now: Date): FileVersion | null {
  const sent = grant?.sentVersionId ?? null;
  if (sent !== null) return [version, ...versions].find(({ id }) => id === sent) ?? null;
  const replacedLately = version.number > 1 && now.getTime() - version.createdAt.getTime() < REPLACED_LATELY;
  return replacedLately ? null : version;
}
