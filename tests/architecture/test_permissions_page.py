from tests.architecture.permissions_page import PAGE, text


def test_the_page_of_permissions_says_what_the_code_says():
    assert PAGE.read_text(encoding="utf-8") == text()
