import "server-only";
import type { Locale } from "./locales";
import { ar } from "./messages/ar";
import { en, type Messages } from "./messages/en";
import { fr } from "./messages/fr";
import type { SameKeys } from "./words";

/** All messages in all languages, for the server. A page passes on only the namespaces that its client components use. */
export const allMessages: Record<Locale, { [N in keyof Messages]: SameKeys<Messages[N]> }> = { en, fr, ar };
