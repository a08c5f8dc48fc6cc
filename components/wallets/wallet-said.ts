import type { Failure } from "./read-failure";

/** The longest text of a wallet that is shown, in characters. */
export const SAID_MAX = 200;

/** What would break out of its line, or turn the direction of ours: control characters, separators, direction marks. */
const UNSHOWN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu;

/** Says no more than our own words do. */
const ONLY_DECLINED = /^(?:[\w ]{1,30}: )?(?:the )?(?:user|request|signature)\b[\w ]{0,60}$/i;

/**
 * A wallet's own words as they may be shown below ours: one line of text, bounded. Often only they name the remedy, such as
 * a setting of a hardware wallet.
 *
 * @param declined the person declined: then a text that only says so is left out
 * @returns null if there is nothing to show
 */
export function walletSaid({ said }: Failure, declined: boolean): string | null {
  const text = (said ?? "").replace(UNSHOWN, " ").trim();
  if (text === "" || (declined && ONLY_DECLINED.test(text.replace(/\.$/, "")))) return null;
  const characters = [...text];
  return characters.length > SAID_MAX ? `${characters.slice(0, SAID_MAX).join("")}…` : text;
}
