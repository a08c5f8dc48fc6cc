// A separate process for tests: migrates the database named by its argument and prints what it applied.
import { migrate } from "../../lib/db/migrate";

console.log(JSON.stringify(await migrate(process.argv[2] ?? "")));
