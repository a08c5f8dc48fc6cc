import "server-only";
import { confinement } from "./confinement";

/**
 * What programs that decode strangers' pictures can reach here, though they should reach nothing but their input; for
 * operators.
 *
 * @returns undefined if there is nothing
 */
export async function exposureOfPictures(): Promise<string | undefined> {
  const { network, files } = await confinement();
  if (!network && !files) return undefined;
  const reach = network ? "reach the network and read the shop's files" : "read the shop's files and settings";
  return `Programs that decode uploaded pictures can ${reach} here. \`npm run doctor\` says what to do.`;
}
