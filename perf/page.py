# SPDX-License-Identifier: BSD-3-Clause
"""page.py -- the gap audit as one HTML file that needs no network."""

import html

STYLE = """\
body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 90em;
       padding: 0 1em; color: #222; }
table { border-collapse: collapse; margin: 1em 0; font-size: 13px; }
td, th { padding: 2px 8px; border-bottom: 1px solid #ddd; text-align: left; }
td.right, th.right { text-align: right; font-variant-numeric: tabular-nums; }
figure { margin: 1em 0; overflow-x: auto; }
figure svg { max-width: 100%; height: auto; }
code { font-size: 12px; }
"""


def inline(text):
    """Markdown within a line, as far as our report uses it: **bold** and `code`."""
    parts = html.escape(text, quote=False).replace("\\|", "|").split("`")
    for i in range(1, len(parts), 2):
        parts[i] = f"<code>{parts[i]}</code>"
    words = "".join(parts).split("**")
    for i in range(1, len(words), 2):
        words[i] = f"<b>{words[i]}</b>"
    return "".join(words)


def cells_of(line):
    """The cells of a line of a Markdown table; an escaped bar is part of one."""
    return [cell.strip() for cell in line.replace("\\|", "\0").strip("|").split("|")]


def table(lines):
    right = [rule.endswith(":") and not rule.startswith(":") for rule in cells_of(lines[1])]

    def line(text, tag):
        cells = (
            f"<{tag}{' class=right' * is_right}>{inline(cell.replace(chr(0), '|'))}</{tag}>"
            for cell, is_right in zip(cells_of(text), right, strict=False)
        )
        return "<tr>" + "".join(cells) + "</tr>"

    body = [line(lines[0], "th")] + [line(text, "td") for text in lines[2:]]
    return "<table>\n" + "\n".join(body) + "\n</table>"


def block(text, pictures):
    """One block of our Markdown as HTML."""
    lines = text.strip().split("\n")
    if lines[0].startswith("#"):
        level = len(lines[0]) - len(lines[0].lstrip("#"))
        head = f"<h{level}>{inline(lines[0][level:].strip())}</h{level}>"
        return head + (block("\n".join(lines[1:]), pictures) if lines[1:] else "")
    if lines[0].startswith("|"):
        return table(lines)
    if lines[0].startswith("!["):
        name = lines[0].rpartition("(")[2].rstrip(")")
        return f"<figure>{pictures.get(name, '')}</figure>"
    if lines[0].startswith("* "):
        return "<ul>" + "".join(f"<li>{inline(x[2:])}</li>" for x in lines) + "</ul>"
    return f"<p>{inline(' '.join(lines))}</p>"


def page(markdown, pictures):
    """pictures: the SVG text of every picture that the report names."""
    blocks = [text for text in markdown.split("\n\n") if text.strip()]
    body = "\n".join(block(text, pictures) for text in blocks)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>Gap audit</title>\n<style>\n{STYLE}</style></head>\n<body>\n{body}\n"
        "</body></html>\n"
    )


def svg_of(text):
    """An SVG file without the lines that only stand before the root element."""
    return text[text.index("<svg") :]
