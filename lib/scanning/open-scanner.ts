import "server-only";
import { MINUTE, SECOND } from "@/lib/clock";
import type { ScannerChoice } from "@/lib/settings/parsers/scanner";
import { clamdScanner } from "./clamd";
import { commandScanner } from "./command";
import type { Scanner, ScanTimes } from "./scanner";

/** clamd stops a scan of its own accord after two minutes (`MaxScanTime`). */
const usual: ScanTimes = { connect: 5 * SECOND, idle: MINUTE, answer: 5 * MINUTE, all: 30 * MINUTE };

/** The scanner of the settings. */
export function openScanner(choice: ScannerChoice, times: ScanTimes = usual): Scanner {
  return choice.by === "clamd" ? clamdScanner(choice.at, times) : commandScanner(choice, times);
}
