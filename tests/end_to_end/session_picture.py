"""Draws the session in the README as a picture: `python3 session_picture.py` writes tools/session.svg.

The text is the README's, which test_docs.py runs; test_docs.py also checks that the picture is of it.
"""
import html, pathlib, re

ROOT = pathlib.Path(__file__).resolve().parents[2]
PICTURE = ROOT / "tools" / "session.svg"
LINE, CHAR, MARGIN = 19, 8.4, 18


def session():
    return re.search(r"```console\n(.*?)```", (ROOT / "README.md").read_text(), re.S).group(1).splitlines()


def spans(line):
    prompt = re.match(r"(\$ |fibrix:/\$ )", line)
    if not prompt:
        return f'<tspan fill="#c9d1d9">{html.escape(line)}</tspan>'
    head, rest = line[: prompt.end()], line[prompt.end() :]
    return f'<tspan fill="#7ee787">{html.escape(head)}</tspan><tspan fill="#ffffff">{html.escape(rest)}</tspan>'


def draw(lines):
    width = int(max(map(len, lines)) * CHAR + 2 * MARGIN)
    height = len(lines) * LINE + 2 * MARGIN
    rows = "\n".join(f'<text x="{MARGIN}" y="{MARGIN + LINE * (i + 1) - 5}">{spans(line)}</text>'
                     for i, line in enumerate(lines))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" xml:space="preserve" '
            f'font-family="ui-monospace, DejaVu Sans Mono, monospace" font-size="14">\n'
            f'<title>A session</title>\n<rect width="100%" height="100%" rx="8" fill="#0d1117"/>\n{rows}\n</svg>\n')


if __name__ == "__main__":
    PICTURE.write_text(draw(session()))
