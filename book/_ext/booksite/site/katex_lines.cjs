// Renders formulas: one request a line in, one answer a line out, both JSON. The argument is the
// path of katex.min.js. Ends when its input does.
const katex = require(process.argv[2]);

require("readline")
  .createInterface({ input: process.stdin })
  .on("line", (line) => {
    const { latex, options } = JSON.parse(line);
    let answer;
    try {
      answer = { html: katex.renderToString(latex, options) };
    } catch (error) {
      answer = { error: error.message };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  });
