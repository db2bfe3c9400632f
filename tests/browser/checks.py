"""What every page must meet, whatever is on it."""

from axe_playwright_python.base import AXE_SCRIPT

# Only violations are described node by node; axe-core would do the same for everything that passes.
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# On a phone the same page again: what the width can change (size and naming of what can be tapped, areas that scroll).
PHONE_OPTIONS = {
    "runOnly": {
        "type": "rule",
        "values": ["target-size", "scrollable-region-focusable", "button-name", "link-name", "label", "summary-name"],
    },
    "resultTypes": ["violations"],
}


def check_page(visitor):
    """Assert everything at once; the message names what is wrong."""
    problems = problems_of(visitor)
    assert not problems, "\n".join(problems)


def problems_of(visitor, *, widths=(1280, 320)):
    """What is wrong with the open page, at desk and phone width."""
    problems = []
    draw_charts(visitor.page)
    for width in widths:
        visitor.resize(width)
        found = accessibility(visitor.page, AXE_OPTIONS if width == widths[0] else PHONE_OPTIONS)
        problems += [f"{width}px {problem}" for problem in (*found, *overflow(visitor.page))]
    problems += structure(visitor.page)
    problems += [f"policy: {violation}" for violation in visitor.page.evaluate("window.cspViolations || []")]
    problems += visitor.take_complaints()
    return [f"{visitor.page.url} {problem}" for problem in problems]


def draw_charts(page):
    """Bring every chart near the screen, which is when it is drawn, and wait for it."""
    for chart in page.locator("[data-chart]").all():
        chart.scroll_into_view_if_needed()
        page.locator(f"#{chart.get_attribute('id')}[data-drawn]").wait_for()
    page.evaluate("window.scrollTo(0, 0)")


def accessibility(page, options=AXE_OPTIONS):
    """Violations found by axe-core, one line for each element."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    violations = page.evaluate("options => axe.run(options).then(results => results.violations)", options)
    return [
        f"axe {violation['id']}: {node['html'][:160]} ({node['failureSummary'].splitlines()[-1].strip()[:200]})"
        for violation in violations
        for node in violation["nodes"]
    ]


def overflow(page):
    """Elements that make the page wider than the window (areas that scroll by themselves may)."""
    wide = page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) { return []; }
          return Array.from(document.body.querySelectorAll("*"))
            .filter((element) => element.getBoundingClientRect().right > width + 1)
            .map((element) => element.tagName + "." + element.className).slice(0, 5);
        }"""
    )
    return [f"wider than the window: {name}" for name in wide]


def structure(page):
    """One heading, a title, a language, a main landmark and a way to skip to it."""
    problems = []
    if page.locator("h1").count() != 1:
        problems.append(f"{page.locator('h1').count()} h1 elements")
    if not page.title().strip(" –-"):
        problems.append("no title")
    if page.title().startswith(" –"):
        problems.append("the title does not name the page")
    if not page.locator("html").get_attribute("lang"):
        problems.append("no language")
    if page.locator("main#inhoud").count() != 1:
        problems.append("no main landmark with id inhoud")
    return problems
