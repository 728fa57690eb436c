import { backendContract } from "../../testing/backend-contract.ts";
import { memory } from "./memory.ts";

backendContract("memory()", memory);
