import "server-only";
import { SECOND } from "@/lib/clock";
import type { Check } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";
import { readinessSchema } from "@/lib/doctor-probe/schema";
import { askShop } from "./ask-shop";

/** What the running shop says of itself: it knows things that only its own process has seen. */
export const readiness: Check = {
  name: "readiness",
  async run(shop) {
    const origin = shop.settings.appUrl;
    const { status, body } = await askShop(shop, { kind: "readiness", origin, path: "/readyz", timeout: 30 * SECOND });
    const said = readinessSchema.safeParse(parse(body)).data;
    if (!said) throw new Error(`/readyz does not tell its reasons (status ${status})`);
    const notReady = said.checks.filter(({ ready }) => !ready).map(({ name }) => name);
    const findings = said.checks.flatMap(({ name, warning }) =>
      warning ? [trouble("shop-warns", { about: name, words: warning, fix: "The log has more." })] : [],
    );
    if (notReady.length > 0) {
      const words = `The shop says that it cannot sell: ${notReady.join(", ")}.`;
      findings.push(
        trouble("shop-not-ready", { words, fix: "See the other findings; the shop's log has the causes." }),
      );
    }
    return findings.length > 0 ? findings : [fine("readiness", "The shop says that it can sell.")];
  },
};

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return null;
  }
}
