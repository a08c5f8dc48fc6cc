import { join } from "node:path";
import { isAddress } from "viem";
import { migrate } from "@/lib/db/migrate";
import { loadEnvFiles } from "@/lib/settings/env-files";
import { readSettingsOrExit } from "@/lib/settings/read-at-start";
import { endSessionsOf } from "@/lib/sign-in/sessions";

const usage = `Usage: npm run end-sessions -- ADDRESS
       npm run end-sessions -- everybody

Signs a wallet out everywhere, or everybody: sellers, buyers and operators. Recovery links stay valid, and everybody can sign
in again. The shop may run meanwhile.`;

const root = join(import.meta.dirname, "..");
process.chdir(root);
const [whose = "", ...rest] = process.argv.slice(2);
if (rest.length > 0 || (whose !== "everybody" && !isAddress(whose, { strict: false }))) {
  console.error(usage);
  process.exit(1);
}
const settings = readSettingsOrExit(root, loadEnvFiles(root));
try {
  await migrate(settings.databaseUrl);
  const count = await endSessionsOf(whose);
  console.log(count === 1 ? "One session has ended." : `${count} sessions have ended.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
