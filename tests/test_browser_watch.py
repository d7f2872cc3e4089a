"""The watch kept in every browser test notices what it must: a word on the console, an error, a page that shuts out."""

import pytest

pytestmark = pytest.mark.browser
POOR = "<!doctype html><html lang=en><title>Poor</title><main><h1>Poor</h1><img src='data:,'></main></html>"


def test_a_page_that_is_well_says_nothing_and_shuts_nobody_out(page, console, axe):
    page.goto("/")
    axe(page)
    assert console.said == []


def test_a_word_on_the_console_is_noticed(page, console):
    page.goto("/")
    page.evaluate("console.warn('planted')")
    assert [line.split(" (")[0] for line in console.unexpected] == ["warning: planted"]
    console.allow("^warning: planted")
    assert console.unexpected == []


def test_an_error_no_script_caught_is_noticed(page, console):
    page.goto("/")
    page.evaluate("setTimeout(() => { throw new Error('planted') })")
    page.wait_for_timeout(100)
    assert console.unexpected == ["error: planted"]
    console.allow("planted")


def test_an_inline_script_is_refused_and_noticed(page, console):
    page.goto("/")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = true'}))"
    )
    assert (page.evaluate("window.ran"), len(console.unexpected)) == (None, 1)
    assert "Content Security Policy" in console.unexpected[0]
    console.allow("Content Security Policy")


def test_a_page_that_shuts_somebody_out_is_noticed(page, axe):
    page.set_content(POOR)
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_a_second_person_is_watched_too(new_context, console):
    page = new_context(java_script_enabled=True).new_page()
    page.goto("/")
    page.evaluate("console.log('planted')")
    assert [line.split(" (")[0] for line in console.unexpected] == ["log: planted"]
    console.allow("planted")
