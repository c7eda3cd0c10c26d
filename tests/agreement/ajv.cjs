// A schema, then documents, each a line of JSON on standard input, to a line for each document:
// true or false. A keyword that nobody knows is an error; the four words are those of editors.
// Patterns are compiled as ajv always does, with the u flag.
const Ajv = require("ajv/dist/2020");

const ajv = new Ajv({ strictTypes: false });
ajv.addVocabulary(["defaultSnippets", "enumDescriptions", "errorMessage", "patternErrorMessage"]);

const [schema, ...documents] = require("fs")
  .readFileSync(0, "utf-8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line));
const validate = ajv.compile(schema);
console.log(documents.map((document) => validate(document)).join("\n"));
