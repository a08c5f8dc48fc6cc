import "server-only";
import type { Locale } from "../locales";
import type { SameKeys } from "../words";
import { ar } from "./ar";
import { en, type Messages } from "./en";
import { fr } from "./fr";

/** All messages in all languages, for the server. A page hands over only what its client parts say. */
export const allMessages: Record<Locale, { [N in keyof Messages]: SameKeys<Messages[N]> }> = { en, fr, ar };
