import "server-only";
import type { IncomingMessage } from "node:http";
import { DAY } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { isBlindPart } from "@/lib/http/is-blind-part";
import { arePreconditionsMet, validatorsOf } from "@/lib/http/preconditions";
import { etagOf } from "@/lib/products/bundles/etag-of";
import type { FileVersion } from "@/lib/products/files/version";
import type { Granted } from "@/lib/shop/purchase/outcome";

/** For this long (ms) after a replacement, a range that names no version is assumed to be of the old one. */
const REPLACED_LATELY = 30 * DAY;

/**
 * Chooses the bytes for a request with access. A resumed download that names neither the version (`?version=`) nor the
 * bytes gets only the bytes that were sent before.
 *
 * @param named true when the URL names the version
 * @throws AppError `precondition_failed` if it is not known which those were. Not the whole file, though a server may
 *   ignore a range: wget 1.21 would drop the beginning and append the rest to its part
 */
export function versionOfPart(
  { method, headers }: Pick<IncomingMessage, "method" | "headers">,
  granted: Granted,
  { named, now }: { named: boolean; now: Date },
): FileVersion {
  const { version } = granted;
  const validators = validatorsOf({ etag: etagOf(version), lastModified: version.createdAt });
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
 * The version of a range that names none: the one last sent for this claim token, so that it matches the part that the
 * client has. Null if that is unknown, or gone.
 */
function versionToGoOnWith({ version, versions, grant }: Granted, now: Date): FileVersion | null {
  const sent = grant?.sentPartId ?? null;
  if (sent !== null) return [version, ...versions].find(({ id }) => id === sent) ?? null;
  const replacedLately = version.number > 1 && now.getTime() - version.createdAt.getTime() < REPLACED_LATELY;
  return replacedLately ? null : version;
}
