export { decodeChat as decode } from "@workkit/ai-core";
