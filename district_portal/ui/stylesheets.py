"""The style sheets of every page, in the order in which they are linked."""

COMPONENTS = (
    "badge",
    "button",
    "card",
    "choice",
    "copy-link",
    "definitions",
    "disclosure",
    "empty-state",
    "error-summary",
    "field",
    "filters",
    "links",
    "notice",
    "pagination",
    "policy-text",
    "progress",
    "receipt",
    "redline",
    "route",
    "stats",
    "step-list",
    "steps",
    "table",
    "tasks",
)
STYLESHEETS = (
    "css/reset.css",
    "css/tokens.css",
    "css/base.css",
    "css/layout.css",
    "css/header.css",
    "css/navigation.css",
    "css/footer.css",
    *(f"css/components/{name}.css" for name in COMPONENTS),
    "css/pages/changes.css",
    "css/pages/discussion.css",
    "css/pages/draft.css",
    "css/pages/policy.css",
    "css/pages/search.css",
    "css/pages/setup.css",
    "css/pages/sign-in.css",
    "css/print.css",
)
"""`reset.css` opens with the order of the layers and must stay first."""
BUNDLE = "css/portal.css"
"""All of them in one file, where static files were collected."""
