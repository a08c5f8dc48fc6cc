/** One contestant: makes one measurement each time it is called. */
export type Contestant = () => Promise<number>;

/**
 * Lets contestants run in turns, A B C, then B C A, so that whatever else the machine does meets all of them alike. The
 * first lap warms up and does not count.
 *
 * @returns the measurements by name, one for each round
 */
export async function takeTurns<Name extends string>(
  contestants: Record<Name, Contestant>,
  rounds: number,
  say: (words: string) => void,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contestants) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round <= rounds; round += 1) {
    const shift = round % names.length;
    for (const name of [...names.slice(shift), ...names.slice(0, shift)]) {
      const value = await contestants[name]();
      if (round > 0) results[name].push(value);
      say(`  ${round === 0 ? "warm-up" : `round ${round}`} ${name}: ${value.toFixed(1)}`);
    }
  }
  return results;
}
