// Draws ZPL. On standard input a JSON list of {zpl, width, height, dpmm}, in millimetres; on standard output, for each, a list
// of PNG files in base64, one for each label. Argument: the folder that has zpl-renderer-js under node_modules.
const fs = require("node:fs");
const path = require("node:path");

const renderer = path.resolve(process.argv[2], "node_modules", "zpl-renderer-js");

(async () => {
  const { ready } = require(renderer);
  const { api } = await ready;
  const pictures = [];
  for (const { zpl, width, height, dpmm } of JSON.parse(fs.readFileSync(0, "utf8"))) {
    pictures.push(await api.zplToBase64MultipleAsync(zpl, width, height, dpmm));
  }
  process.stdout.write(JSON.stringify(pictures), () => process.exit(0));
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
