// Runs before React takes over the page.

import { tolerateTranslation } from "./components/ui/translated-page";

tolerateTranslation();
