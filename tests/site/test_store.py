"""What a reader has done is kept in the browser, or at least until the page is closed."""

import pytest

pytestmark = [pytest.mark.site, pytest.mark.slow]

PAGE = "book/bibliography.html"
REFUSE = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("not here", "SecurityError"); },
});"""
FULL = 'Storage.prototype.setItem = () => { throw new DOMException("x", "QuotaExceededError"); };'


@pytest.fixture
def run(visit):
    """Run the body of a function over the module `store`; `before` runs before the page does."""
    page = visit(PAGE).page

    def evaluate(body, before=""):
        if before:
            page.add_init_script(before)
            page.reload()
        source = f"async () => {{ const store = await import('../_static/store.js'); {body} }}"
        return page.evaluate(source)

    evaluate.page = page
    return evaluate


def test_values_are_kept_listed_and_forgotten(run):
    run("store.set('card:b', {state: 'knew'}); store.set('card:a', [1, null]); store.set('x', 0)")
    run.page.reload()
    assert run("return store.get('card:b')") == {"state": "knew"}
    assert run("return store.entries('card:')") == [
        ["card:a", [1, None]],
        ["card:b", {"state": "knew"}],
    ]
    assert run("store.remove('card:a'); return store.get('card:a', 'none')") == "none"
    assert run("return [store.available(), store.entries().length]") == [True, 2]


def test_forgetting_everything_leaves_what_is_not_the_handbooks(run):
    run("localStorage.setItem('mode', 'dark'); store.set('x', 1); store.clear()")
    assert run("return [store.entries(), localStorage.getItem('mode')]") == [[], "dark"]


def test_a_damaged_value_counts_as_none(run):
    run("localStorage.setItem('handbook:v1:x', '{half')")
    assert run("return [store.get('x', 'none'), store.entries()]") == ["none", []]


def test_each_change_is_told_also_to_another_tab(run):
    run("window.told = []; addEventListener('handbook:progress', (e) => told.push(e.detail.key));")
    other = run.page.context.new_page()
    other.goto(run.page.url)
    run("store.set('x', 1); store.remove('x'); store.clear()")
    assert run("return told") == ["x", "x", None]
    other.evaluate("async () => (await import('../_static/store.js')).set('y', 2)")
    run.page.wait_for_function("told.length === 4")
    assert run("return [told[3], store.get('y')]") == ["y", 2]


@pytest.mark.parametrize("refusal", [REFUSE, FULL], ids=["no storage", "no room"])
def test_without_storage_values_last_as_long_as_the_page_and_it_says_so_once(run, refusal):
    assert run("return store.available()", before=refusal) is False
    run("store.set('card:a', 1); store.set('card:b', 2); store.remove('card:b')")
    assert run("return [store.get('card:a'), store.entries('card:')]") == [1, [["card:a", 1]]]
    notes = run.page.locator(".store-note")
    assert notes.count() == 1
    assert "lost when the page is closed" in notes.inner_text()
    assert run("store.clear(); return store.entries()") == []


def test_a_page_that_is_only_read_says_nothing_of_storage(run):
    run("return store.get('x')", before=REFUSE)
    assert run.page.locator(".store-note").count() == 0
