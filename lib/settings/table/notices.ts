import {
  addressRanges,
  emailAddress,
  language,
  mailFrom,
  nameServers,
  ntfyUrl,
  smtpUrl,
} from "@/lib/settings/parsers/notices";
import { serviceUrl } from "@/lib/settings/parsers/urls";
import type { SettingsByName } from "@/lib/settings/setting";

export const notices = {
  SMTP_URL: {
    parser: smtpUrl,
    what:
      "The mail server that sends e-mails, with user and password: `smtps://` (TLS), or `smtp://` (STARTTLS, which is required " +
      "unless the server is in a private network). Without it no e-mail is sent, and nobody can ask for any. See docs/operate/notices.md.",
    example: "smtps://kiosk:secret@mail.example.org",
    secret: true,
  },
  MAIL_FROM: {
    parser: mailFrom,
    what: "The sender of e-mails. Required with `SMTP_URL`.",
    example: "My kiosk <kiosk@example.org>",
  },
  OPERATOR_EMAIL: {
    parser: emailAddress,
    what: "Where the operator is told: reports, low gas, spent budgets, paused sales, a full disk, old backups, stuck settlements.",
    defaultInWords: "the address in `OPERATOR_CONTACT`, if it is one",
  },
  OPERATOR_WEBHOOK_URL: {
    parser: serviceUrl,
    what: "The same as a signed webhook (Standard Webhooks); `npm run mail -- --webhook-secret` shows the secret.",
    secret: true,
  },
  NTFY_URL: {
    parser: ntfyUrl,
    what: "The same as a push message: the URL of an ntfy topic, with user and password (or `:` and a token) where it needs them.",
    example: "https://ntfy.example.org/kiosk",
    secret: true,
  },
  OPERATOR_LANGUAGE: {
    parser: language,
    what: "The language of messages to the operator: `en`, `fr` or `ar`.",
    default: "en",
  },
  OUTBOUND_ALLOW: {
    parser: addressRanges,
    what:
      "Private addresses that URLs given by sellers may lead to, as ranges (CIDR). By default this server sends nothing to " +
      "private networks, this machine or a cloud's inside, whatever a name or redirect says.",
    example: "10.0.0.0/8",
    default: "",
    defaultInWords: "none",
  },
  DNS_SERVERS: {
    parser: nameServers,
    what:
      "Name servers that are asked whether a seller's domain is theirs, as addresses, with a port if it is not 53. By default " +
      "those of this machine.",
    example: "9.9.9.9",
    default: "",
    defaultInWords: "those of the machine",
  },
} satisfies SettingsByName;
