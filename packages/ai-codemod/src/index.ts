export { type Rewritten, rewrite, type Todo } from "./rewrite.ts";
