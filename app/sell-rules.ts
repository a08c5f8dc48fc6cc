import "server-only";
import { clientConfig } from "@/lib/client-config/client-config";
import {
  DESCRIPTION_MAX,
  DOWNLOAD_DAYS,
  DOWNLOAD_MAX_DAYS,
  ON_SALE_DEFAULT_DAYS,
  ON_SALE_MAX_DAYS,
  TITLE_MAX,
} from "@/lib/files/schema";

/** What the pages of sellers have to know of the server's rules. Handed over, so that no validator travels with them. */
export function sellRules() {
  return {
    titleMax: TITLE_MAX,
    descriptionMax: DESCRIPTION_MAX,
    onSaleDefaultDays: ON_SALE_DEFAULT_DAYS,
    onSaleMaxDays: ON_SALE_MAX_DAYS,
    downloadDays: DOWNLOAD_DAYS,
    downloadMaxDays: DOWNLOAD_MAX_DAYS,
    minPriceMicroUsd: clientConfig().minPriceMicroUsd,
  };
}
