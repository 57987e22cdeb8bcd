"""axe as it is published, with two of its slow spots made quick; what it finds stays the same to the letter.

Both cost more than all its rules together. It reads every colour anew through a library for all colour spaces,
thousands of times a page, although a page has some thirty: what a text means as a colour is remembered. And its members
that nobody else may see lie in weak maps, over which the collector of garbage goes again and again: here they lie on
their objects, under names that nobody else has. ``test_quick_axe.py`` holds it to what the published one says.
"""

from axe_playwright_python.base import AXE_SCRIPT

MEMBERS_ON_THEIR_OBJECTS = """
const WeakMap = class {
  constructor() { this.name = Symbol("private"); }
  get(owner) { return owner[this.name]; }
  set(owner, value) { owner[this.name] = value; return this; }
  has(owner) { return Object.hasOwn(owner, this.name); }
};
"""
COLOURS_REMEMBERED = """
const colour = axe.commons.color.Color.prototype;
const read = colour.parseString;
const known = new Map();
colour.parseString = function (text) {
  if (!known.has(text)) {
    read.call(this, text);
    known.set(text, [this.r, this.g, this.b, this.alpha]);
  }
  [this.r, this.g, this.b, this.alpha] = known.get(text);
  return this;
};
"""
QUICK_AXE = f"(() => {{\n{MEMBERS_ON_THEIR_OBJECTS}\n{AXE_SCRIPT};\n{COLOURS_REMEMBERED}\n}})();"
