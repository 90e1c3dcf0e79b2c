"""The plan as a scan: pages rendered, turned a little, with noise, as a PDF of pictures or as one picture a page."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

__all__ = ["scan_pages", "write_scan"]

DPI = 300


def scan_pages(pdf: Path, *, skew: float = 0.4, noise: int = 12, dpi: int = DPI, pages: int | None = None) -> list[Any]:
    """The pages of a PDF as grey pictures, each turned by up to `skew` degrees, the same for the same input."""
    import pypdfium2 as pdfium
    from PIL import Image, ImageFilter

    chance = random.Random(pdf.name)
    document = pdfium.PdfDocument(str(pdf))
    pictures = []
    for index in range(min(len(document), pages or len(document))):
        picture = document[index].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
        turn = chance.uniform(-skew, skew)
        picture = picture.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor=255)
        picture = picture.filter(ImageFilter.GaussianBlur(0.6))
        if noise:
            grain = Image.effect_noise(picture.size, noise).point(lambda value: value - 128 + 245)
            picture = Image.blend(picture, grain, 0.08)
        pictures.append(picture)
    document.close()
    return pictures


def write_scan(pdf: Path, target: Path, *, pages: int | None = None) -> None:
    """Writes the scan as a PDF of pictures, or as a picture of the first page where `target` is no PDF."""
    pictures = scan_pages(pdf, pages=pages)
    if target.suffix == ".pdf":
        pictures[0].save(target, save_all=True, append_images=pictures[1:], resolution=DPI, quality=80)
    else:
        pictures[0].save(target, dpi=(DPI, DPI))
