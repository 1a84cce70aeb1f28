import { fileURLToPath } from "node:url";

/** What is generated is ignored by git and made anew by every build. */
export const pagesFolder: string = fileURLToPath(new URL("../src/content/docs", import.meta.url));
/** Facts for components, navigation and checks. */
export const dataFolder: string = fileURLToPath(new URL("../.generated", import.meta.url));
/** Where sources are read on the web. */
export const repositoryUrl = "https://github.com/workkit/workkit";
