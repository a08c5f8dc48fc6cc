import "server-only";
import { clientConfig } from "@/lib/client-config/client-config";
import { BUNDLE_MAX_FILES } from "@/lib/products/bundles/schema";
import {
  DESCRIPTION_MAX,
  DOWNLOAD_DAYS,
  DOWNLOAD_MAX_DAYS,
  ON_SALE_DEFAULT_DAYS,
  ON_SALE_MAX_DAYS,
  TITLE_MAX,
} from "@/lib/products/files/schema";

/** The server's rules that the sellers' pages need. Passed as data, so that no validator is loaded with them. */
export function sellRules() {
  return {
    titleMax: TITLE_MAX,
    descriptionMax: DESCRIPTION_MAX,
    onSaleDefaultDays: ON_SALE_DEFAULT_DAYS,
    onSaleMaxDays: ON_SALE_MAX_DAYS,
    downloadDays: DOWNLOAD_DAYS,
    downloadMaxDays: DOWNLOAD_MAX_DAYS,
    minPriceMicroUsd: clientConfig().minPriceMicroUsd,
    bundleMaxFiles: BUNDLE_MAX_FILES,
    hasList: clientConfig().sellPath === "/sell",
  };
}
