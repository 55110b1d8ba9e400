// A carrier's own OpenAPI documents as a server: holds every request against them and gives their example answers.
//
//     node judge.mjs FOLDER_OF_YAML_FILES [ANSWERS]
//
// ANSWERS is JSON: the answer to a path whose document has no example that can be read, as {"/oauth/token": {"access_token": "t"}}.
//
// Prints `http://127.0.0.1:PORT ROUNDS` and serves until its input ends. Below `/0`, `/1`, … stand the same operations, each with the
// first, second, … example that a document has for it. A request that is against its document is answered with the header
// `sl-violations`, and told on a line of its own.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import core from "@stoplight/prism-core";
import http from "@stoplight/prism-http";
import server from "@stoplight/prism-http-server";

const [folder, answers = "{}"] = process.argv.slice(2);
const ours = JSON.parse(answers);

/** What is written in the carrier's documents, at the paths below the host. */
async function documented() {
  const files = readdirSync(folder).filter((file) => /\.(yaml|json)$/.test(file));
  const read = await Promise.all(files.map((file) => http.getHttpOperationsFromSpec(join(folder, file))));
  // A document that keeps older versions of a path would answer for the current one too.
  return read.flat().filter((operation) => !operation.path.includes("{deprecatedVersion}")).map(belowHost);
}

function belowHost(operation) {
  const base = new URL(operation.servers?.[0]?.url ?? "/", "http://host").pathname.replace(/\/$/, "");
  return withOurAnswer({ ...operation, path: base + operation.path });
}

function withOurAnswer(operation) {
  if (!(operation.path in ours)) return operation;
  const examples = [{ key: "ours", value: ours[operation.path] }];
  const answered = ({ contents = [], ...response }) => ({ ...response, contents: contents.map((content) => ({ ...content, examples })) });
  return { ...operation, responses: operation.responses.map(answered) };
}

const examplesOf = (operation) =>
  Math.max(...operation.responses.flatMap(({ contents = [] }) => contents.map(({ examples = [] }) => examples.length)), 1);

/** The operation below `/ROUND`, with the example of that round, or the last that it has. */
function inRound(operation, round) {
  const one = ({ examples = [], ...content }) => ({ ...content, examples: examples.slice(0, round + 1).slice(-1) });
  const responses = operation.responses.map(({ contents = [], ...response }) => ({ ...response, contents: contents.map(one) }));
  return { ...operation, path: `/${round}${operation.path}`, responses };
}

const operations = await documented();
const rounds = Math.max(...operations.map(examplesOf));
const served = Array.from({ length: rounds }, (_, round) => operations.map((operation) => inRound(operation, round))).flat();
const judge = server.createServer(served, {
  components: { logger: core.createLogger("judge", { level: "error" }) },
  config: { mock: { dynamic: false }, isProxy: false, checkSecurity: true, validateRequest: true, validateResponse: false, errors: true },
  cors: false,
});
console.log(`${await judge.listen(0, "127.0.0.1")} ${rounds}`);
process.stdin.on("end", () => process.exit(0)).resume();
