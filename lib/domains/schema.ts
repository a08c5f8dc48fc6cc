import { z } from "zod";
import { DOMAIN_MAX } from "./limits";

/** `PUT /api/profile/domain`. A URL is accepted, too: its host counts. */
export const domainSchema = z.strictObject({
  domain: z
    .string()
    .trim()
    .min(1)
    .max(DOMAIN_MAX + 20),
});

/** `proven`: buyers see it; `missing`: the same, but the record was not found lately; `withdrawn`: it was proven once. */
export type DomainState = "waiting" | "proven" | "missing" | "withdrawn";

/** `GET, PUT /api/profile/domain`. */
export type OwnDomain = {
  /** Lower-case ASCII. */
  domain: string;
  state: DomainState;
  /** The record that proves it: a TXT record of this name with this text. */
  record: { name: string; text: string };
  /** ISO 8601; null before DNS was asked. */
  checkedAt: string | null;
  /** Of a missing one: when it is withdrawn. */
  until: string | null;
};
