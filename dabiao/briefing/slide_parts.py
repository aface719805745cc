"""Slides and their notes, each a copy of the first: the library looks through all there are for every one."""

from collections import defaultdict
from collections.abc import Iterable
from copy import deepcopy
from itertools import count
from typing import Any, Final

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.packuri import PackURI
from pptx.parts.slide import NotesSlidePart, SlidePart

from dabiao.briefing.slide_texts import paragraphs

FIRST_ID: Final = 256
"""The least id of a slide."""
NOTES: Final = "/ppt/notesSlides/notesSlide%d.xml"
SAID: Final = './/p:sp[.//p:ph[@type="body"]]/p:txBody'


class Slides:
    """Adds slides of one layout to a presentation that has none, and notes to them."""

    def __init__(self, file: Any, layout: Any) -> None:
        """Take the presentation and the layout."""
        self.file, self.layout = file, layout
        self.part, self.package = file.part, file.part.package
        _name_parts_in_turn(self.package)
        self.ids = count(FIRST_ID)
        self.empty: Any = None
        self.silent: Any = None

    def add(self) -> Any:
        """Add a slide with the places of its layout and return it."""
        if self.empty is None:
            held = SlidePart.new(self.part._next_slide_partname, self.package, self.layout.part)
            held.slide.shapes.clone_layout_placeholders(self.layout)
            self.empty = deepcopy(held._element)
        else:
            name = self.part._next_slide_partname
            held = SlidePart(name, CT.PML_SLIDE, self.package, deepcopy(self.empty))
            held.relate_to(self.layout.part, RT.SLIDE_LAYOUT)
        own = self.part.rels._add_relationship(RT.SLIDE, held)  # no look through all for one that is new
        self.part._element.get_or_add_sldIdLst()._add_sldId(id=next(self.ids), rId=own)
        slide = held.slide
        slide.shapes.turbo_add_enabled = True  # shapes are numbered by counting
        return slide

    def note(self, slide: Any, texts: Iterable[str]) -> None:
        """Give a slide that has no notes some, a paragraph for each line."""
        if self.silent is None:
            held = NotesSlidePart.new(self.package, slide.part)
            self.silent = deepcopy(held._element)
        else:
            name = self.package.next_partname(NOTES)
            held = NotesSlidePart(name, CT.PML_NOTES_SLIDE, self.package, deepcopy(self.silent))
            held.relate_to(self.part.notes_master_part, RT.NOTES_MASTER)
            held.relate_to(slide.part, RT.SLIDE)
        slide.part.relate_to(held, RT.NOTES_SLIDE)
        (body,) = held._element.xpath(SAID)
        body.getparent().replace(body, paragraphs(line for text in texts for line in text.splitlines()))


def _name_parts_in_turn(package: Any) -> None:
    """Let parts be named by counting: the library looks at all there are for each new name."""
    taken = {str(part.partname) for part in package.iter_parts()}
    numbers: defaultdict[str, count[int]] = defaultdict(lambda: count(1))

    def free(template: str) -> PackURI:
        return PackURI(
            next(name for name in (template % one for one in numbers[template]) if name not in taken)
        )

    package.next_partname = free
