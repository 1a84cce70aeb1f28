export { chatTranslator as translate } from "@workkit/ai-core";
