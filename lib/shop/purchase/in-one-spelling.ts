import "server-only";
import { fileOfUrl } from "@/lib/links/follow-link";
import { fileUrl } from "@/lib/products/files/file-url";
import type { Presented } from "./read-payment";

/**
 * A payment with the file's URL as challenges spell it, if it names a readable link instead: clients may name what they requested. Both
 * are the same purchase (rules 4b and 6). Any other URL stays as it is, and is refused where it is compared.
 */
export async function inOneSpelling(presented: Presented): Promise<Presented> {
  const { resourceUrl } = presented;
  const fileId = resourceUrl === undefined ? null : await fileOfUrl(resourceUrl);
  return fileId === null ? presented : { ...presented, resourceUrl: fileUrl(fileId) };
}
