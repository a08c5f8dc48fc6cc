import { address } from "@/lib/settings/parsers/accounts";
import { usdAboveZero } from "@/lib/settings/parsers/chains";
import { size } from "@/lib/settings/parsers/size";
import { wholeNumber } from "@/lib/settings/parsers/text";
import type { SettingsByName } from "@/lib/settings/setting";

export const storage = {
  STORAGE_PRICE: {
    parser: usdAboveZero,
    what:
      "What keeping a file costs, in USD per GB (10^9 bytes) and 30 days, paid to `STORAGE_PAY_TO` when it is put on sale, and " +
      "again to keep it longer. Sellers named in `SELLERS` pay nothing. See docs/operate/paid-storage.md.",
    example: "0.03",
    defaultInWords: "storage is free",
  },
  STORAGE_PAY_TO: {
    parser: address,
    what: "The address that storage is paid to. Required with `STORAGE_PRICE`. It has to be one that can receive on each of `NETWORKS`.",
    example: "0x71C7656EC7ab88b098defB751B7401B5f6d8976F",
  },
  STORAGE_MAX_DAYS: {
    parser: wholeNumber(1, 36_500),
    what: "How many days ahead storage can be paid for.",
    default: "3650",
  },
  STORAGE_FREE_ROOM: {
    parser: size,
    what:
      "With `STORAGE_PRICE`: how much may be stored here without paying, by all sellers together who are not named in `SELLERS`. Once " +
      "it is full, storage has to be paid for.",
    default: "0",
  },
} satisfies SettingsByName;
