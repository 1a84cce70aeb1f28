import { inProcess } from "./in-process.ts";
import { officialOpenai } from "./openai-client.ts";

officialOpenai("in process", inProcess);
