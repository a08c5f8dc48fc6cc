import "server-only";
import type { PaymentRequired } from "@x402/core/types";
import { networksFor } from "@/lib/files/file-info";
import { fileUrl } from "@/lib/files/file-url";
import type { FileForSale } from "@/lib/files/find-file";
import { displayUsd } from "@/lib/money";
import { requirementsFor } from "./requirements";

/** Headers travel as base64 and proxies cap them, so the title is cut; the body of the page has it whole. */
const DESCRIPTION_MAX = 160;

/**
 * The challenge for one file on its current terms: the object of `PAYMENT-REQUIRED` (x402 v2).
 *
 * The resource is the shared link, built from the configured origin and never from the Host header.
 *
 * @param error why the client has to pay (or pay again), in words
 */
export function challengeFor(file: FileForSale, error: string): PaymentRequired {
  const description = `${file.title} for ${displayUsd(file.terms.priceMicroUsd)}`;
  return {
    x402Version: 2,
    error,
    resource: {
      url: fileUrl(file.id),
      description: Array.from(description).slice(0, DESCRIPTION_MAX).join(""),
      mimeType: file.mediaType,
    },
    accepts: networksFor(file, file.terms).map((network) => requirementsFor(file.terms, network)),
  };
}
