#!/usr/bin/env python3
"""Lets Chromium decode PNG files and compares every pixel with the RGBA beside them.

usage: png_chromium.py FOLDER [CHROMIUM]

FOLDER holds pairs NAME.png and NAME.rgba, as for png_readback.py. The browser is `chromium-headless-shell` unless named;
on Debian the package of that name brings it. A page on a port of this machine uploads each file to a WebGL texture, without
premultiplied alpha and without conversion of colours, and reads the texture back: a canvas would lose colours where alpha is low. Exits with 1 if a picture differs or there are none.
"""

import json
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAGE = """<!doctype html><title>waiting</title><pre id="result"></pre><script>
const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
async function pixels(bytes) {
  const bitmap = await createImageBitmap(new Blob([bytes], {type: "image/png"}),
                                         {premultiplyAlpha: "none", colorSpaceConversion: "none"});
  const {width, height} = bitmap;
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, bitmap);
  const frame = gl.createFramebuffer();
  gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  const result = new Uint8Array(width * height * 4);
  gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, result);
  gl.deleteFramebuffer(frame);
  gl.deleteTexture(texture);
  bitmap.close();
  return result;
}
async function main() {
  const names = await (await fetch("names.json")).json();
  const wrong = [];
  for (const name of names) {
    try {
      const [png, rgba] = await Promise.all(["png", "rgba"].map(async suffix =>
        new Uint8Array(await (await fetch(name + "." + suffix)).arrayBuffer())));
      const found = await pixels(png);
      if (found.length !== rgba.length || found.some((byte, index) => byte !== rgba[index])) wrong.push(name);
    } catch (error) { wrong.push(name + ": " + error); }
  }
  await fetch("result", {method: "POST", body: JSON.stringify({count: names.length, wrong})});
}
main();
</script>"""


class Handler(SimpleHTTPRequestHandler):
    def __init__(self, *arguments, report, **options):
        self.report = report
        super().__init__(*arguments, **options)

    def do_GET(self):
        made = {"/": ("text/html", lambda: PAGE), "/names.json": ("application/json", self.names)}
        if self.path not in made:
            return super().do_GET()
        kind, make = made[self.path]
        body = make().encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def names(self) -> str:
        return json.dumps(sorted(path.stem for path in Path(self.directory).glob("*.png")))

    def do_POST(self):
        self.report(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def main() -> int:
    folder = sys.argv[1]
    browser = sys.argv[2] if len(sys.argv) > 2 else "chromium-headless-shell"
    results: list[dict] = []
    done = threading.Event()

    def report(result: dict) -> None:
        results.append(result)
        done.set()

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=folder, report=report))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [browser, "--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", f"--user-data-dir={profile}", "--remote-debugging-port=0",
             f"http://127.0.0.1:{server.server_port}/"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        done.wait(timeout=1200)
        process.terminate()
        process.wait()
    server.shutdown()
    if not results:
        print("Chromium gave no answer", file=sys.stderr)
        return 1
    count, wrong = results[0]["count"], results[0]["wrong"]
    version = subprocess.run([browser, "--version"], capture_output=True, text=True).stdout.strip()
    print(f"{version or browser} read {count} pictures; {len(wrong)} differ")
    for name in wrong[:20]:
        print(f"differs: {name}", file=sys.stderr)
    return 1 if wrong or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
