import { networks } from "@/lib/payment-methods/evm/chain/networks";
import { lowestPrices } from "@/lib/settings/parsers/chains";
import { size, sizeAboveZero } from "@/lib/settings/parsers/size";
import { wholeNumber } from "@/lib/settings/parsers/text";
import type { SettingsByName } from "@/lib/settings/setting";

const LOWEST_PRICE = "0.01";
/** "Polygon 0.02, Arbitrum 0.05 …" */
const knownLowest = networks
  .filter(({ lowestPrice }) => lowestPrice)
  .map(({ name, lowestPrice }) => `${name} ${lowestPrice}`)
  .join(", ");

export const limits = {
  MIN_PRICE: {
    parser: lowestPrices,
    what: "The lowest price in USD, above 0: one for all, or by chain id. Free files are always possible.",
    example: "0.05 1:10",
    default: LOWEST_PRICE,
    defaultInWords: `\`${LOWEST_PRICE}\`; if this server pays the fees, at least: ${knownLowest}`,
  },
  MAX_FILE_SIZE: {
    parser: sizeAboveZero,
    what: "The largest file, in bytes or with a unit.",
    example: "500MB",
    default: "20GiB",
  },
  MIN_FREE_SPACE: {
    parser: size,
    what: "The disk space that uploads leave free.",
    default: "1GiB",
  },
  SELLER_QUOTA: {
    parser: size,
    what:
      "How much one seller may store here, in bytes or with a unit: files on sale, and those that are kept for their buyers. " +
      "It counts for those who sell because `SELLERS` is `open`; a quota that is set for one seller on the operator's page " +
      "counts instead.",
    example: "50GB",
    defaultInWords: "no limit",
  },
  DOWNLOADS_PER_DAY: {
    parser: wholeNumber(0, 1_000_000),
    what:
      "How many times its size (plus 1 GiB) one buyer's access may download a file in 24 hours, so that a recovery " +
      "link that was shared widely does not use up your bandwidth. Only bytes that were sent count. 0 means no limit.",
    default: "20",
  },
  FREE_DOWNLOADS_PER_DAY: {
    parser: wholeNumber(0, 1_000_000),
    what:
      "How many times its size (plus 1 GiB) a file without a price may be downloaded in 24 hours, by everybody together, so that " +
      "free files do not use up your bandwidth. Only bytes that were sent count. 0 means no limit.",
    default: "1000",
  },
} satisfies SettingsByName;
