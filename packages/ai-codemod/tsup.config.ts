import { library } from "../../.ci/tsup.ts";

export default library(import.meta.dirname);
