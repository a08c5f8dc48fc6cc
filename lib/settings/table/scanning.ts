import { scanner, whenScannerDown, whenTooLarge } from "@/lib/settings/parsers/scanner";
import { sizeAboveZero } from "@/lib/settings/parsers/size";
import type { SettingsByName } from "@/lib/settings/setting";

export const scanning = {
  SCANNER: {
    parser: scanner,
    what:
      "Scans each upload for malware before it can be sold: `clamd:///path/of/socket`, `clamd://host:3310`, or `command:` and a " +
      "program with its arguments (no shell), which reads the file from its standard input and exits with 0 (clean) or 1 (found). " +
      "See docs/operate/scanning.md.",
    example: "clamd:///run/clamav/clamd.ctl",
    defaultInWords: "none",
  },
  SCANNER_MAX_SIZE: {
    parser: sizeAboveZero,
    what:
      "The largest file that is scanned. Not more than the scanner's own limits (of clamd: `StreamMaxLength` and `MaxFileSize`), " +
      "beyond which it sees only a part.",
    default: "25MB",
  },
  SCANNER_TOO_LARGE: {
    parser: whenTooLarge,
    what: "What happens to files that are too large to be scanned: `refuse` (then `SCANNER_MAX_SIZE` also limits uploads) or `pass`.",
    default: "refuse",
  },
  SCANNER_DOWN: {
    parser: whenScannerDown,
    what: "What happens to uploads while the scanner does not work: they `wait` for it, or `pass` and are scanned later.",
    default: "wait",
  },
} satisfies SettingsByName;
