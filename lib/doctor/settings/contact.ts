import "server-only";
import type { Check } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";

/** Visitors of a real shop need somebody to write to. */
export const contact: Check = {
  name: "contact",
  run({ settings: { devnet, operatorContact } }) {
    if (devnet || operatorContact) return [fine("contact", "Visitors are told how to reach you, or this is the demo.")];
    return [
      trouble("contact-missing", {
        about: "OPERATOR_CONTACT",
        words: "Visitors are not told how to reach you, so nobody can report a file or a problem to you.",
        fix: "Set OPERATOR_CONTACT, for example to an e-mail address.",
      }),
    ];
  },
};
