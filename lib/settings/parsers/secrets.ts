/** Secrets of sessions, visitors and programs. Pure. No message repeats a value. */

import { text } from "./text";

/** It is in this repository, so it is rejected if real money moves. For tests and the devnet. */
export const PUBLIC_SESSION_SECRET = "known-to-everybody-so-for-the-devnet-only";

export const sessionSecret = text((value) => {
  if (isGuessable(value)) throw new Error("is too short or easy to guess. Make one with: openssl rand -hex 32");
  return value;
});

/** A secret may contain spaces, and one in a file of lines also commas. */
export const oldSessionSecrets = text((value) => {
  const secrets = value
    .split(value.includes("\n") ? "\n" : ",")
    .map((secret) => secret.trim())
    .filter((secret) => secret !== "");
  if (secrets.some(isGuessable)) {
    throw new Error(
      "has a secret that is too short or easy to guess. List whole secrets, separated by commas or lines.",
    );
  }
  return secrets;
});

function isGuessable(secret: string): boolean {
  return secret.length < 32 || new Set(secret).size < 10 || /change.?me|example|password/i.test(secret);
}

export const metricsToken = text((value) => {
  if (!/^[\x21-\x7e]{16,200}$/.test(value)) {
    throw new Error("has to be 16 to 200 characters without spaces. Make one with: openssl rand -hex 32");
  }
  return value;
});

export const walletConnectProject = text((value) => {
  if (!/^[0-9a-f]{32}$/i.test(value)) throw new Error("has to be the 32 hexadecimal digits of a project id.");
  return value.toLowerCase();
});
